"""What `thecal bench` measures, each stage in a process of its own."""
