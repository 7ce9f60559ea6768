"""ScriptBench: dialogues through engines, every script compiled and measured; the paper's four dimensions among the measures."""
