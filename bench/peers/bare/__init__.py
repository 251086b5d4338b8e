"""No helpdesk: what answering alone costs."""
