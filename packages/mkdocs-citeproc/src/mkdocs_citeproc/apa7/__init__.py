"""What the Publication Manual (7th edition) asks for and the CSL style cannot say."""
