"""The running state that joins the rooms: a corpus being read, an annotator's sheets, work in the background. No Textual."""
