"""The built site as a whole: what holds between its files, whoever wrote them."""
