"""The tabs of the window, one file each; ``record_tab`` is what the tabs that list records share."""
