"""The CriticAgent: what the finished film shows and sounds like, measured, and held against what the script claims."""
