"""Mina: a woman of about twenty-five, dark brown bob with a see-through fringe, cream jumper."""
RECIPE = [  # (target, weight)
 ('macrodetails/asian-female-young', .70), ('macrodetails/caucasian-female-young', .30),
 ('macrodetails/universal-female-young-averagemuscle-averageweight', 1.0),
 ('head/head-oval', .5), ('head/head-age-decr', .45), ('head/head-scale-depth-decr', .0),
 ('chin/chin-width-decr', .6), ('chin/chin-triangle', .22), ('chin/chin-height-decr', .30), ('chin/chin-bones-decr', .45), ('chin/chin-prominent-incr', .45), ('chin/chin-jaw-drop-decr', .3),
 ('cheek/l-cheek-volume-incr', .12), ('cheek/r-cheek-volume-incr', .12), ('cheek/l-cheek-bones-decr', .3), ('cheek/r-cheek-bones-decr', .3),
 ('nose/nose-scale-horiz-decr', .65), ('nose/nose-width3-decr', .2), ('nose/nose-point-width-decr', .2), ('nose/nose-volume-decr', .35), ('nose/nose-flaring-decr', .3), ('nose/nose-scale-vert-decr', .25), ('nose/nose-point-up', .2), ('nose/nose-hump-decr', .2), ('nose/nose-trans-up', .1),
 ('mouth/mouth-upperlip-volume-decr', .15), ('mouth/mouth-lowerlip-volume-decr', .05), ('mouth/mouth-trans-backward', .4), ('mouth/mouth-upperlip-height-decr', .25), ('mouth/mouth-lowerlip-height-decr', .1), ('mouth/mouth-cupidsbow-incr', .15), ('mouth/mouth-angles-up', .75), ('mouth/mouth-scale-horiz-decr', .28), ('mouth/mouth-trans-up', .15),
 ('eyebrows/eyebrows-trans-up', .2),('forehead/forehead-trans-forward', .15),('forehead/forehead-temple-incr',.2),
 ('neck/neck-scale-horiz-decr', .35), ('neck/neck-scale-depth-decr', .25),
]
for s in 'lr':
    RECIPE += [(f'eyes/{s}-eye-scale-incr', 1.2), (f'eyes/{s}-eye-height1-incr', .16), (f'eyes/{s}-eye-height2-incr', .22), (f'eyes/{s}-eye-height3-incr', .16), (f'eyes/{s}-eye-corner2-up', .15), (f'eyes/{s}-eye-bag-decr', .4), (f'eyes/{s}-eye-trans-out', .15),(f'eyes/{s}-eye-eyefold-up', .0)]
NEUTRAL = {'mouthSmileLeft': .20, 'mouthSmileRight': .20}
EYE_R, EYE_DZ = 1.0, 0.0
LASH_UP, LASH_LO = .85, .45
TEETH_UP, TEETH_LO = -.045, -.01
HAIR_STYLE = 'bob'
HAIR = dict(edge=48, yend=4.98)
HAIR_LEAST, HAIR_WHOLE = 0.6, 6.1   # light in its depths; height above which none is left out
HAIR_RAMP = [[15, 11, 10], [38, 28, 25], [64, 48, 42], [98, 76, 66]]
BROW = dict(pts=[(.128, 6.252), (.215, 6.268), (.32, 6.281), (.415, 6.272), (.505, 6.232)], th=[.050, .058, .048, .014])
LIP_OUT, LIP_IN = [219, 142, 134], [204, 98, 98]
LIP_SEAM = .50, .010   # how dark the line between the lips is, and how wide
CLOTH = [236, 230, 220]
EXPOSURE = .90
IRIS, PUPIL = 29.5, 12.0
IRIS_IN, IRIS_MID = [84, 48, 32], [62, 34, 24]
BG = ([205, 213, 222], [116, 128, 146])
HAIR_GAIN = .92
FOV, TARGET = 11.3, [0, 5.86, .6]
SKIN = [240, 200, 181]
BLUSH, MAKEUP, LIP_STRENGTH, BEARD = 1., 1., .84, 0.
FRECKLES, BEAUTY_MARK, NECKLACE = 26, True, True
BROW_COLOR = [66, 46, 40]
EARS = False
NECKLINE = ([0, 4.36, .66], [0, .91, .60])
SCALE = 1.
