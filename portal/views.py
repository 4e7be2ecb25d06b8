"""Being written."""
from django.http import HttpResponse
from core.access import signed_in
@signed_in
def home(request): return HttpResponse("")
municipality_list = municipality_detail = contact_create = contact_edit = home
