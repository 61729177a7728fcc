"""The codebook: codes in a hierarchy, their definitions, frozen versions, import and export."""
