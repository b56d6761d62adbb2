"""A bob with a see-through fringe; run inside geo.py, whose helpers it uses."""
E0 = ident.HAIR; hem = np.random.default_rng(5)
# base shell
n = 16; ths = np.r_[np.linspace(-180, -E0['edge'], 30), np.linspace(E0['edge'], 180, 30)]
for sgn in (-1, 1):
    tt = np.linspace(E0['edge'], 180, 22); rows = []
    for t in tt: rows.append(smooth(resample(sidepath(sgn * t, lift=.055, yend=E0['yend'] + .03 + hem.normal() * .035, curl=.26), n)))
    addgrid(rows, [(.25 + .5 * (k % 2)) / 8 for k in range(len(rows))], 0, 0., .955)   # tips, as the ribbons over it have
# cap over top behind the bangs so no scalp shows: front top rows
for sgn in (-1, 1):
    rows = []
    for t in np.linspace(E0['edge'], 4, 9):
        d0 = partdir(.02 + .25 * 0, sgn); th = math.radians(sgn * t)
        ph = math.radians(np.interp(t, [0, 30, 48], [47, 40, 26])); d1 = np.array([math.sin(th) * math.cos(ph), math.sin(ph), math.cos(th) * math.cos(ph)])
        dA = partdir(.35, sgn); rows.append(np.array([H0 + slerp(dA, d1, u) * (R(slerp(dA, d1, u)) + .042 * (1 - u * .7)) for u in np.linspace(0, 1, 7)]))
    addgrid(rows, [(.05 + .9 * (k % 2)) / 8 for k in range(len(rows))], 0, 0., .35)
# layered ribbons, back & sides
for layer, (lift, step, w) in enumerate(((.070, 9.5, .22), (.084, 10, .18)), 2):
    for sgn in (-1, 1):
        for t in np.arange(E0['edge'] + 1, 178, step):
            th = sgn * (t + rng.normal() * 2.2); ye = E0['yend'] + rng.normal() * .05 + (.10 if layer == 2 else 0) + .0 * t
            P = smooth(resample(sidepath(th, lift=lift + rng.normal() * .003, yend=ye, curl=.25 + rng.normal() * .06, tofs=rng.normal() * .03, bulge=.055 + rng.normal() * .012), 14))
            ribbon(P, w * (1 + .25 * rng.normal()), [1, 2, 3][rng.integers(3)] if layer < 3 else [3, 4, 5][rng.integers(3)], layer, twist=rng.normal() * .12, flat=layer == 1)
# face-framing locks
for sgn in (-1, 1):
    for k in range(7):
        th = sgn * (E0['edge'] - 3 + 3.0 * k + rng.normal() * 1.2); P = smooth(resample(sidepath(th, lift=.070 + .006 * k, yend=E0['yend'] + .02 + rng.normal() * .05 + .05 * (k < 2), curl=.20 + rng.normal() * .05, bulge=.075, tofs=.02), 14))
        ribbon(P, .12 - .012 * (k % 3), [3, 4, 5, 6][k % 4], 3, twist=sgn * .15)
# see-through bangs
PR = math.degrees(math.asin(PX))
br = np.random.default_rng(21)
for ply, (cnt, puff0, cards) in enumerate(((15, .045, (2, 3, 4)), (13, .062, (3, 4, 5)))):   # two plies of soft see-through fringe
    for k in range(cnt):
        th = -52 + 104 * (k + .5 + (.3 if ply else 0) * (1 if k % 2 else -1)) / cnt + br.normal() * 1.2; a_ = abs(th)
        ph = float(np.interp(a_, [0, 24, 34, 42, 52], [9.0, 8.5, 4.0, -5, -20])) + br.normal() * 1.6; sg = 1 if th > PR * .8 else -1
        P = bang(th, ph, PR + sg * (1.5 + .10 * abs(th - PR)), 63 + br.normal() * 2.5, puff0 + .03 * min(1, a_ / 50) + br.normal() * .004, sweep=.04 * (1 if th > 4 else -1) + br.normal() * .015)
        ribbon(P, float(np.interp(a_, [0, 30, 52], [.150, .165, .18])) * (1 + .12 * br.normal()), cards[br.integers(3)], 4 + ply, cup=.10, taper=.62, twist=br.normal() * .06, flat=ply == 0)
# fly-away wisps
for k in range(12):
    sgn = -1 if k % 2 else 1; th = sgn * rng.uniform(E0['edge'] + 4, 150); P = smooth(resample(sidepath(th, lift=.095 + rng.uniform(0, .012), yend=E0['yend'] + rng.uniform(-.05, .3), curl=rng.uniform(-.05, .25), bulge=rng.uniform(.03, .10)), 10)); ribbon(P, .06, [6, 7][k // 2 % 2], 5, twist=rng.normal() * .4, flat=True)
