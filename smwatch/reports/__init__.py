"""What people read: digest, report, debrief and exports. Data in, text out."""
