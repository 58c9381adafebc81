"""The pages on which staff decide of a territory's life after its opening, told before what it entails."""
