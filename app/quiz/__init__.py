"""Quizzes from cited facts: cards, their wrong options, when each comes again, and how well it goes."""
