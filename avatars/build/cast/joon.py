"""Joon: a man of about thirty, black dandy cut with a swept fringe, navy jumper."""
RECIPE = [  # (target, weight)
 ('macrodetails/asian-male-young', .72), ('macrodetails/caucasian-male-young', .28),
 ('macrodetails/universal-male-young-averagemuscle-averageweight', 1.0),
 ('head/head-oval', .25), ('head/head-rectangular', .25), ('head/head-fat-decr', .45), ('head/head-age-decr', .25),
 ('chin/chin-width-decr', .35), ('chin/chin-triangle', .20), ('chin/chin-height-decr', .10), ('chin/chin-bones-incr', .10), ('chin/chin-jaw-drop-decr', .2), ('chin/chin-prominent-incr', .2),
 ('cheek/l-cheek-bones-decr', .2), ('cheek/r-cheek-bones-decr', .2), ('cheek/l-cheek-volume-decr', .15), ('cheek/r-cheek-volume-decr', .15),
 ('nose/nose-scale-horiz-decr', .45), ('nose/nose-width3-decr', .25), ('nose/nose-point-width-decr', .15), ('nose/nose-flaring-decr', .25), ('nose/nose-hump-decr', .2), ('nose/nose-volume-decr', .2),
 ('mouth/mouth-angles-up', .55), ('mouth/mouth-scale-horiz-decr', .10), ('mouth/mouth-trans-backward', .2), ('mouth/mouth-upperlip-volume-decr', .1), ('mouth/mouth-cupidsbow-incr', .1),
 ('eyebrows/eyebrows-trans-up', .1), ('forehead/forehead-temple-incr', .15),
 ('neck/neck-scale-horiz-decr', .40), ('ears/l-ear-wing-decr', .5), ('ears/r-ear-wing-decr', .5), ('ears/l-ear-scale-decr', .3), ('ears/r-ear-scale-decr', .3),
]
for s in 'lr':
    RECIPE += [(f'eyes/{s}-eye-scale-incr', .75), (f'eyes/{s}-eye-height1-incr', .15), (f'eyes/{s}-eye-height2-incr', .35), (f'eyes/{s}-eye-height3-incr', .15), (f'eyes/{s}-eye-bag-decr', .4), (f'eyes/{s}-eye-corner2-up', .1)]
NEUTRAL = {'mouthSmileLeft': .16, 'mouthSmileRight': .16}
EYE_R, EYE_DZ = 1.0, 0.0
LASH_UP, LASH_LO = .45, .25
TEETH_UP, TEETH_LO = -.045, -.01
HAIR_STYLE = 'dandy'
HAIR = dict(edge=48, yend=4.98)
HAIR_LEAST, HAIR_WHOLE = 0.46, 6.7   # light in its depths; height above which none is left out
HAIR_RAMP = [[10, 9, 10], [26, 23, 23], [48, 43, 42], [82, 76, 74]]
BROW = dict(pts=[(.118, 6.262), (.215, 6.292), (.32, 6.310), (.43, 6.295), (.530, 6.235)], th=[.066, .078, .066, .016])
BROW_COLOR = [27, 22, 21]
LIP_OUT, LIP_IN = [204, 142, 126], [182, 104, 98]
LIP_SEAM = .62, .011   # how dark the line between the lips is, and how wide
CLOTH = [58, 72, 98]
EXPOSURE = .88
IRIS, PUPIL = 30.0, 12.0
IRIS_IN, IRIS_MID = [74, 46, 32], [52, 31, 23]
BG = ([205, 213, 222], [116, 128, 146])
HAIR_GAIN = .95
FOV, TARGET = 12.4, [0, 5.90, .6]
SKIN = [229, 186, 162]
BLUSH, MAKEUP, LIP_STRENGTH, BEARD = .35, .28, .62, .34
FRECKLES, BEAUTY_MARK, NECKLACE = 10, False, False
EARS = True
NECKLINE = ([0, 4.46, .66], [0, .93, .55])
SCALE = .97
HAIRLINE = ([0, 30, 48, 58, 63, 72, 79, 84, 92, 104, 112, 125, 180], [37, 36, 29, 17, -4, -19, -12, 6, 10, 2, -22, -36, -40])
HAIR_CLEAR = .012
