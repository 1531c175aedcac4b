"""The story that `smwatch demo` plays, served over loopback HTTP."""
