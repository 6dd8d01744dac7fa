"""Words that keep their capital in a title in sentence case. Only such as are nothing else: no May, Will or Turkey."""

from __future__ import annotations

_PLACES = """
Africa African America American Americans Amsterdam Asia Asian Atlantic Australia Australian Austria Austrian Bangladesh
Barcelona Beijing Belgian Belgium Berlin Boston Brazil Brazilian Britain British Bulgaria Bulgarian California
Californian Cambridge Canada Canadian Caribbean Chicago Chilean Chinese Colombia Colombian Colorado Croatia Croatian
Cuba Cuban Cyprus Danish Denmark Dublin Dutch Edinburgh Egypt Egyptian England English Estonia Ethiopia Ethiopian
Europe European Europeans Finland Finnish Flemish France French Geneva German Germany Ghana Glasgow Greece Greek Hawaii
Hispanic Hungarian Hungary Iceland India Indian Indonesia Indonesian Iran Iranian Iraq Iraqi Ireland Irish Israel
Israeli Italian Italy Jamaica Japan Japanese Kenya Kenyan Korea Korean Latino Latina Lebanon Leeds London Malaysia
Malaysian Massachusetts Mediterranean Melbourne Mexican Mexico Michigan Montreal Morocco Nepal Netherlands Nigeria
Nigerian Nordic Norway Norwegian Oslo Oxford Pacific Pakistan Pakistani Palestinian Paris Pennsylvania Persian Peru
Peruvian Philippines Poland Portugal Portuguese Quebec Romania Romanian Rome Russia Russian Rwanda Saharan Scandinavia
Scandinavian Scotland Scottish Serbia Serbian Singapore Slovak Slovenia Spain Spanish Stockholm Sudan Sweden Swedish
Swiss Switzerland Sydney Syria Syrian Taiwan Taiwanese Tanzania Texas Thai Thailand Tokyo Toronto Uganda Ukraine
Ukrainian Utah Venezuela Vienna Vietnam Vietnamese Wales Welsh Turkish Zimbabwe Zurich
"""

_PEOPLE_AND_TIMES = """
Alzheimer Aristotle Asperger Bayes Bayesian Beck Boolean Bonferroni Buddhism Buddhist Cartesian Christian Christianity
Cochrane Confucian Crohn Darwin Darwinian Delphi Descartes Ehlers-Danlos Einstein Fourier Freud Freudian Gaussian
Guillain-Barré Hashimoto Hebbian Hindu Hispanics Hodgkin Huntington Islam Islamic Jewish Jungian Kantian Kaplan-Meier
Korsakoff Latinx Likert Lyme Markov Maslow Muslim Muslims Parkinson Pavlov Pavlovian Piaget Poisson Rasch Raynaud
Rorschach Roma Skype Sjögren Socratic Tourette Wikipedia Youden
Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February April June July September October November
December Christmas Easter Ramadan
"""

_OF_TWO_WORDS = """
Costa Rica, Czech Republic, El Salvador, Hong Kong, Latin America, Los Angeles, Middle East, New England, New Zealand,
New York, North America, North American, Northern Ireland, Puerto Rico, San Francisco, Saudi Arabia, South Africa, South
African, South America, South American, South Asian, South Korea, Sri Lanka, United Kingdom, United States
"""

PROPER_NOUNS = frozenset((_PLACES + _PEOPLE_AND_TIMES).split())
PROPER_PHRASES = frozenset(" ".join(phrase.split()) for phrase in _OF_TWO_WORDS.split(",")) | {
    noun for noun in PROPER_NOUNS if "-" in noun
}
