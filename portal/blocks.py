"""The building blocks the portal shows, in the order of the board. A new kind of block is one line here."""

from advice.block import AdviceBlock
from agreements.block import AgreementBlock
from core.blocks import Block

BLOCKS: tuple[Block, ...] = tuple(sorted((AdviceBlock(), AgreementBlock()), key=lambda block: block.order))
