"""What people read: digest and exports. Data in, text out."""
