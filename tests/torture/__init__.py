"""What was said to be saved must stand: the server is killed again and again while eight writers write."""
