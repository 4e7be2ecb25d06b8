"""Optional single sign-on by OpenID Connect: whose identity it is says `sub` alone, never an address."""
