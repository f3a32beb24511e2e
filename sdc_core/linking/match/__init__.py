"""How well a text fits a name: tokens aligned, measured, made features, judged by the model."""
