"""The workbench: pages in the browser of this machine for looking at a workspace and changing it."""
