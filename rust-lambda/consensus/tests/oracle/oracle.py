"""An independent reading of the formulas in consensus/README.md, with no code of the library: panels whose answers are
beyond doubt (options, whole numbers, orders, texts that share all words or none) and every figure of their verdicts.

    python3 rust-lambda/consensus/tests/oracle/oracle.py --compare rust-lambda/consensus/tests/oracle/figures.jsonl

compares them with the figures that are kept; without arguments they are printed.
"""

import itertools
import json
import math
import sys

ALONE = {"intercept": -3.876, "share": 0.0, "margin": 0.922, "coverage": 1.331, "supporters": 1.135, "unanimous": 0.53,
         "nearness": 2.144}
FEWEST_DECIDING = 20.0
HALF_LIFE = 90.0
LANDMARK = 20454.0
UNCONFIRMED = 0.25


def discount(mates):
    """What one of so many mates with one answer weighs."""
    return max(mates, 1.0) ** -0.25


class Vote:
    def __init__(self, expert, family, said, split):
        self.expert, self.family, self.said, self.split = expert, family, said, split


def votes_of(opinions):
    said = {}
    for expert, family, answer in opinions:
        if answer is not None and (expert, answer) not in said:
            said[expert, answer] = family
    count = {}
    for expert, _ in said:
        count[expert] = count.get(expert, 0) + 1
    return [Vote(expert, family, answer, 1 / count[expert]) for (expert, answer), family in said.items()]


def weights_of(votes, trust=lambda expert: 1.0):
    def mates(vote):
        return sum(v.split for v in votes if v.family == vote.family and v.said == vote.said)
    return [v.split * (discount(mates(v)) if v.family else 1.0) * trust(v.expert) for v in votes]


def by_answer(votes, weights):
    sums = {}
    for vote, weight in zip(votes, weights):
        sums[vote.said] = sums.get(vote.said, 0.0) + weight
    return sums


def winner(votes, weights):
    """By weight, number of experts, number of families, mean nearness; none of the panels goes beyond."""
    sums, near = by_answer(votes, weights), nearness_of(votes, weights)
    def rank(answer):
        own = [i for i, v in enumerate(votes) if v.said == answer]
        families = {votes[i].family for i in own if votes[i].family}
        return (round(sums[answer], 9), len(own), len(families), round(sum(near[i] for i in own) / len(own), 9))
    best = max(sums, key=rank)
    assert [rank(a) for a in sums].count(rank(best)) == 1, "a tie that only a hash breaks"
    return best


def nearness_of(votes, weights):
    sums, all_ = by_answer(votes, weights), sum(weights)
    return [(sums[v.said] - w) / (all_ - w) if all_ - w > 1e-12 else 0.0 for v, w in zip(votes, weights)]


def agreement(votes, weights):
    alike = pairs = 0.0
    for (a, wa), (b, wb) in itertools.combinations(list(zip(votes, weights)), 2):
        if a.expert != b.expert:
            pairs += wa * wb
            alike += wa * wb * (a.said == b.said)
    return alike / pairs if pairs else None


def confidence(opinions, votes, plain, best, near):
    answered = len({v.expert for v in votes})
    shares = by_answer(votes, plain)
    all_ = sum(shares.values())
    share = shares[best] / all_
    margin = max(share - max([s / all_ for a, s in shares.items() if a != best], default=0.0), 0.0)
    supporters = sum(v.said == best for v in votes)
    logit = (ALONE["intercept"] + ALONE["share"] * share + ALONE["margin"] * margin
             + ALONE["coverage"] * answered / len({o[0] for o in opinions})
             + ALONE["supporters"] * math.log(1 + supporters)
             + ALONE["unanimous"] * (share > 1 - 1e-9) + ALONE["nearness"] * near)
    return min(max(1 / (1 + math.exp(-logit)), 0.001), 0.999)


def stability(votes, best, trust, pick=None):
    """Leave one out: splits stay, mates rise. A draw is a change."""
    names = list(dict.fromkeys(v.expert for v in votes))
    pivotal = []
    for name in names:
        rest = [v for v in votes if v.expert != name]
        sums = by_answer(rest, weights_of(rest, trust))
        turned = pick(rest) != best if pick else any(
            s >= sums.get(best, 0.0) - 1e-9 for a, s in sums.items() if a != best) or best not in sums
        if turned:
            pivotal.append(name)
    return {"unchanged": (len(names) - len(pivotal)) / len(names), "pivotal": pivotal}


def standing(opinions, votes):
    families = {}
    for v in votes:
        families.setdefault(v.family or ("alone", v.expert), set()).add(v.expert)
    rho = 2 ** 0.25 - 1
    worth = sum(len(f) / (1 + (len(f) - 1) * rho) for f in families.values())
    coverage = {"asked": len({o[0] for o in opinions}), "answered": len({v.expert for v in votes}),
                "families": len(families)}
    return {"coverage": coverage, "independent": worth}


def clusters(votes, sums):
    all_ = sum(sums.values())
    def who(answer):
        return list(dict.fromkeys(v.expert for v in votes if v.said == answer))
    return sorted(({"experts": who(a), "share": s / all_} for a, s in sums.items()), key=lambda c: c["experts"])


def median(votes, scale):
    """The last option that at least half of the weight stands at or above."""
    sums = by_answer(votes, weights_of(votes))
    all_ = sum(sums.values())
    reached = [o for i, o in enumerate(scale) if o in sums
               and sum(sums.get(p, 0.0) for p in scale[i:]) >= all_ / 2 - 1e-9]
    return reached[-1] if reached else None


def learnt(opinions, votes, day, right):
    """What a line adds to the state: feedback in full, else the plurality of the others for a quarter."""
    growth = 2 ** ((day - LANDMARK) / HALF_LIFE)
    added = {}
    for name in {o[0] for o in opinions}:
        own = [v.said for v in votes if v.expert == name]
        others = {}
        for v in votes:
            if v.expert != name:
                others[v.said] = others.get(v.said, 0) + 1
        top = max(others.values(), default=0)
        right_part = asked = 0.0
        if top >= 2:
            tied = [a for a, n in others.items() if n == top]
            right_part = UNCONFIRMED * sum(a in tied for a in own) / (len(tied) * max(len(own), 1))
            asked = UNCONFIRMED
        if right is not None:
            right_part, asked = float(right in own) - right_part, 1.0 - asked
        if asked or right_part:
            added[name] = {"right": right_part * growth, "asked": asked * growth}
    return added


def solved(rows, right):
    """Gauss and Jordan, row by row; the systems here are small and have a large diagonal."""
    n = len(rows)
    table = [list(row) + [value] for row, value in zip(rows, right)]
    for i in range(n):
        table[i] = [x / table[i][i] for x in table[i]]
        for j in range(n):
            if j != i:
                table[j] = [x - table[j][i] * y for x, y in zip(table[j], table[i])]
    return [row[n] for row in table]


def known_experts(names, sums, skill):
    """Rates and weights: being right regressed on who says it, drawn to experts who err independently."""
    def of(name):
        right, asked = sums.get(name, (0.0, 0.0))
        return min(max(right, 0.0), max(asked, 0.0)), max(asked, 0.0)
    judged = {e: of("judged " + e) for e in names}
    supposed = {}
    for e in names:
        (right, asked), (r, a) = of(e), judged[e]
        seen = max(asked - a, 0.0)
        most = 0.0 if e in skill else 60.0
        share = min(seen, most) / seen if seen > 0 else 0.0
        supposed[e] = (min(max(right - r, 0.0), seen) * share, seen * share)
    if skill:
        mean = sum(rate for rate, _ in skill.values()) / len(skill)
    else:
        mean = ((2 + sum(judged[e][0] + supposed[e][0] for e in names))
                / (4 + sum(judged[e][1] + supposed[e][1] for e in names)))
    rates = {}
    for e in names:
        rate, trust = skill.get(e, (mean, 1.0))
        before = mean + trust * (rate - mean)
        seen = judged[e][1] + supposed[e][1]
        rates[e] = min(max((judged[e][0] + supposed[e][0] + 30 * before) / (seen + 30), 0.02), 0.98)
    most = max(a for _, a in judged.values())
    free = 100 / (1 + most / 40)
    def same(a, b):
        if a == b:
            return 1.02
        agreed, together = of("pair " + " ".join(sorted((a, b))))
        apart = rates[a] * rates[b] + 0.4 * (1 - rates[a]) * (1 - rates[b])
        return (free * apart + agreed) / (free + together)
    rows = [[same(a, b) for b in names] for a in names]
    found = solved(rows, [(free * rates[e] + judged[e][0]) / (free + judged[e][1]) for e in names])
    return rates, {e: max(w, 0.01) for e, w in zip(names, found)}, min(a for _, a in judged.values())


def chances(votes, weights):
    said = {e: sum(v.expert == e for v in votes) for e in weights}
    sums = {}
    for v in votes:
        sums[v.said] = sums.get(v.said, 0.0) + weights[v.expert] / said[v.expert]
    return sums


def corrected(chance, sums):
    """Platt's map through what became of earlier chances: the top of a penalised likelihood, found by halving ranges."""
    def odds(p):
        p = min(max(p, 0.01), 0.99)
        return math.log(p / (1 - p))
    def sigmoid(x):
        return 1 / (1 + math.exp(min(max(-x, -700), 700)))
    def place(part):
        """The mean of what was foretold there, which the middle stands for where it was not kept."""
        total, kept = sums.get("foretold mean-%d" % part, (0.0, 0.0))
        _, asked = sums["foretold %d" % part]
        middle = (part + 0.5) / 20
        return (total + (asked - kept) * middle) / asked
    seen = [(odds(place(part)), *sums["foretold %d" % part]) for part in range(20) if "foretold %d" % part in sums]
    def uphill(offset, slope, along):
        """The slope of the likelihood along the offset (0) or the slope (1)."""
        pull = -4 * offset if along == 0 else -20 * (slope - 1)
        return pull + sum((r - a * sigmoid(offset + slope * x)) * (x if along else 1) for x, r, a in seen)
    def top(of, low, high):
        """Where something that falls crosses zero."""
        for _ in range(80):
            middle = (low + high) / 2
            low, high = (middle, high) if of(middle) > 0 else (low, middle)
        return (low + high) / 2
    def best_offset(slope):
        return top(lambda offset: uphill(offset, slope, 0), -50, 50)
    slope = top(lambda slope: uphill(best_offset(slope), slope, 1), 0.05, 10)
    offset = best_offset(slope)
    return min(max(sigmoid(offset + slope * odds(chance)), 0.001), 0.999)


def by_outcome(votes, right, weights, growth):
    """What an outcome teaches of each expert alone, of each two, and of what was foretold."""
    own = {e: [v.said for v in votes if v.expert == e] for e in weights}
    added = {}
    for e, said in own.items():
        if said:
            added["judged " + e] = {"right": (right in said) / len(said) * growth, "asked": growth}
    for a, b in itertools.combinations(sorted(e for e in own if own[e]), 2):
        agreed = sum(1 / len(own[a]) / len(own[b]) for x in own[a] if x in own[b])
        added["pair %s %s" % (a, b)] = {"right": agreed * growth, "asked": growth}
    sums = chances(votes, weights)
    best = max(sums, key=sums.get)
    part = min(int(min(sums[best], 1.0) * 20), 19)
    added["foretold %d" % part] = {"right": (best == right) * growth, "asked": growth}
    added["foretold mean-%d" % part] = {"right": min(sums[best], 1.0) * growth, "asked": growth}
    return added


def counted(opinions, state=None, day=LANDMARK, auto=False, right=None, scale=None, skill=None):
    votes = votes_of(opinions)
    plain = weights_of(votes)
    decide = (lambda rest: median(rest, scale)) if scale else None
    best, trust, weights = decide(votes) if scale else winner(votes, plain), lambda expert: 1.0, plain
    figures = {"agreement": agreement(votes, plain), **standing(opinions, votes)}
    likely = None
    if state is not None or skill:
        state = state or {}
        growth = 2 ** ((day - LANDMARK) / HALF_LIFE)
        faded = {name: [n / growth for n in sums] for name, sums in state.items()}
        names = list(dict.fromkeys(o[0] for o in opinions))
        known = {e: faded.get(e, [0.0, 0.0]) for e in names}
        rates, joint, judged = known_experts(names, faded, skill or {})
        estimates = {e: rates[e] if e in (skill or {}) else (r + 2) / (a + 4) for e, (r, a) in known.items()}
        evidence = min(a for _, a in known.values())
        weighed = weights_of(votes, joint.get)
        other = winner(votes, weighed)
        near = max(n for n, v in zip(nearness_of(votes, weighed), votes) if v.said == other)
        basis = ("outcomes" if judged >= FEWEST_DECIDING - 0.005 else "skill" if skill and set(names) <= set(skill)
                 else "agreement" if evidence >= FEWEST_DECIDING - 0.005 else "nothing")
        shares = by_answer(votes, weighed)
        alike = [Vote(**{**vars(v), "said": other}) for v in votes]
        certain = confidence(opinions, alike, weights_of(alike), other, 1.0)
        share = shares[other] / sum(shares.values()) * certain
        foretold = corrected(chances(votes, joint)[other], faded)
        level = skill and all(trust >= 0.75 for _, trust in skill.values())
        sure = {"outcomes": lambda: foretold, "skill": lambda: foretold if level else share,
                "agreement": lambda: share, "nothing": lambda: confidence(opinions, votes, plain, other, near)}[basis]()
        decides = auto and basis != "nothing"
        taught = learnt(opinions, votes, day, right)
        if right is not None:
            taught.update(by_outcome(votes, right, joint, growth))
        all_ = sum(joint.values())
        figures["reliability"] = {
            "learnt": taught, "evidence": max(evidence, judged), "weighs": decides, "basis": basis,
            "weights": {e: w / all_ for e, w in joint.items()},
            "estimates": estimates, "shadow": {"agrees": other == best, "confidence": sure}}
        if decides:
            best, trust, weights, likely = other, joint.get, weighed, sure
    sums = by_answer(votes, weights)
    heaviest = by_answer(votes, weights)[best] >= max(sums.values()) - 1e-12
    near = max(n for n, v in zip(nearness_of(votes, weights), votes) if v.said == best)
    answered = figures["coverage"]["answered"]
    sure = confidence(opinions, votes, plain, best, near) if likely is None else likely
    figures["confidence"] = sure if answered >= 2 and heaviest else None
    figures["stability"] = stability(votes, best, trust, decide) if answered >= 2 else None
    share = sums[best] / sum(sums.values())
    if right is not None and "reliability" in figures and share > 0.5:
        # What a promise rests on: the part of the weight behind a decided answer, in hundredths.
        part = 100 if share >= 1 - 1e-9 else min(int(share * 100), 99)
        figures["reliability"]["learnt"]["foretold sure-%d" % part] = {"right": (best == right) * growth, "asked": growth}
    figures["clusters"] = clusters(votes, sums)
    figures["winner"] = next(c["experts"] for c in figures["clusters"]
                             if c["experts"][0] in [v.expert for v in votes if v.said == best]
                             and set(c["experts"]) == {v.expert for v in votes if v.said == best})
    return figures


def texts(opinions):
    votes = votes_of(opinions)
    weights = weights_of(votes)
    sums = by_answer(votes, weights)
    alike = agreement(votes, weights)
    most = max(sums.values()) / sum(sums.values()) > 0.5
    return {"agreement": alike, "confidence": None, "clusters": clusters(votes, sums),
            "decided": most or alike >= 0.3, **standing(opinions, votes)}


def ranked(options, ballots):
    """Strict full orders: Schulze by strongest chains, Borda, Copeland, Kemeny by trying all, Kendall's W and tau."""
    n, m = len(options), len(ballots)
    place = [{o: order.index(o) for o in options} for order in ballots]
    wins = {(a, b): sum(p[a] < p[b] for p in place) for a, b in itertools.permutations(options, 2)}
    chain = {(a, b): w if w > wins[b, a] else 0 for (a, b), w in wins.items()}
    for k, a, b in itertools.permutations(options, 3):
        chain[a, b] = max(chain[a, b], min(chain[a, k], chain[k, b]))
    beaten = {a: sum(chain[b, a] > chain[a, b] for b in options if b != a) for a in options}
    order, left = [], list(options)
    while left:
        layer = [a for a in left if not any(chain[b, a] > chain[a, b] for b in left if b != a)]
        order.append(sorted(layer, key=options.index))
        left = [a for a in left if a not in layer]
    distance = min(sum(wins[b, a] for a, b in itertools.combinations(o, 2)) for o in itertools.permutations(options))
    sums = [sum(p[o] + 1 for p in place) for o in options]
    concordance = (12 * sum(s * s for s in sums) - 3 * m * m * n * (n + 1) ** 2) / (m * m * n * (n * n - 1))
    pairs = list(itertools.combinations(options, 2))
    tau = [sum((p[a] < p[b]) == (q[a] < q[b]) for a, b in pairs) / len(pairs)
           for p, q in itertools.combinations(place, 2)]
    return {"agreement": sum(tau) / len(tau), "ranking": {
        "order": order, "borda": {o: float(sum(n - 1 - p[o] for p in place)) for o in options},
        "copeland": {a: sum(1.0 if wins[a, b] > wins[b, a] else 0.5 if wins[a, b] == wins[b, a] else 0.0
                            for b in options if b != a) for a in options},
        "kemeny": {"distance": distance, "exact": True}, "concordance": concordance}}


def opinions_of(text):
    """`ada@x:A bob:B cyd:-` : expert, family, answer."""
    def one(word):
        who, answer = word.split(":")
        expert, _, family = who.partition("@")
        return expert, family or None, None if answer == "-" else answer
    return [one(word) for word in text.split()]


def line(name, kind, opinions, figures, **more):
    panel = {"id": name, "kind": kind, **more,
             "opinions": [{"expert": e, "family": f, "answer": a} for e, f, a in opinions]}
    return {"case": name, "line": panel, "expect": figures}


def choice(name, text, options="ABC", **more):
    opinions = opinions_of(text)
    return line(name, "choice", opinions, counted(opinions), options=list(options), **more)


def learning(name, text, state, kind="choice", auto=True, day=LANDMARK, right=None, skill=None):
    opinions = opinions_of(text)
    figures = counted(opinions, state, day, auto, right, skill=skill)
    more = {"options": list("ABC")} if kind == "choice" else {}
    outcome = {"outcome": {"answer": right}} if right is not None else {}
    if skill:
        more["skill"] = {e: {"rate": rate, "trust": trust} for e, (rate, trust) in skill.items()}
    saved = {"version": 1, "experts": {e: {"right": r, "asked": a} for e, (r, a) in state.items()}}
    return line(name, kind, opinions, figures, at=day, reliability=saved,
                reliability_mode="auto" if auto else "shadow", **more, **outcome)


SENTENCES = {
    "A": "Coal ships left harbour before midnight carrying timber northward.",
    "B": "Gentle musicians rehearse forgotten symphonies inside marble cathedrals.",
    "C": "Purple orchids thrive under humid greenhouse lamps throughout winter.",
    "D": "Accountants reconcile quarterly invoices against supplier statements.",
}


def prose(name, text):
    opinions = [(e, f, SENTENCES.get(a)) for e, f, a in opinions_of(text)]
    return line(name, "text", opinions, texts(opinions))


def ranking(name, options, *orders):
    opinions = [(f"e{i}", None, " > ".join(order)) for i, order in enumerate(orders)]
    return line(name, "ranking", opinions, ranked(list(options), [list(o) for o in orders]), options=list(options))


KNOWN = {"ada": (30.0, 36.0), "bob": (10.0, 30.0), "cyd": (11.0, 40.0), "dan": (20.0, 21.0)}


def cases():
    yield choice("all the same", "ada:A bob:A cyd:A dan:A")
    yield choice("three to two", "ada:A bob:A cyd:A dan:B eve:B")
    yield choice("three to one to one, one silent", "ada:A bob:A cyd:A dan:B eve:C fay:-")
    yield choice("mates who say the same", "ada@x:A bob@x:A cyd@x:A dan:B eve:B")
    yield choice("mates on both sides", "ada@x:A bob@x:A cyd@y:A dan@y:B eve@x:B fay:A")
    yield choice("an expert with two answers", "ada:A ada:B bob:A cyd:B dan:A")
    yield choice("an expert with two answers and a mate", "ada@x:A ada@x:B bob@x:A cyd:A dan:B eve:A")
    yield choice("one answer alone", "ada:A bob:- cyd:-")
    yield choice("four to three to two", "a:A b:A c:A d:A e:B f:B g:B h:C i:C")
    # Equal weight: more experts stand before more families, and more families before everything else.
    yield choice("halves of four experts before two of two families",
                 "a:A a:C b:A b:C c:A c:D d:A d:D e@y:B f@z:B", options="ABCD")
    yield choice("a family before none", "a@x:A b:A c:B d:B")
    yield choice("a family before none, the other way round", "a:A b:A c@x:B d:B")
    yield choice("a large family against strangers", "a@x:A b@x:A c@x:A d@x:A e@x:A f@x:A g:B h:B i:B")
    for answers in ("ada:4 bob:4 cyd:5", "ada:10 bob:10 cyd:10 dan:12 eve:15", "ada@x:7 bob@x:7 cyd:8 dan:8 eve:8"):
        opinions = opinions_of(answers)
        yield line("whole numbers " + answers, "short", opinions, counted(opinions))
    for answers in ("ada:A bob:B cyd:C", "ada:A bob:A cyd:C dan:C", "ada:A bob:A cyd:A dan:B eve:C"):
        opinions = opinions_of(answers)
        yield line("a scale " + answers, "choice", opinions, counted(opinions, scale=list("ABC")), options=list("ABC"),
                   ordered=True)
    yield learning("what is learnt decides", "ada:A bob:B cyd:B", {e: KNOWN[e] for e in ("ada", "bob", "cyd")})
    yield learning("in the shadow it does not", "ada:A bob:B cyd:B", {e: KNOWN[e] for e in ("ada", "bob", "cyd")},
                   auto=False)
    yield learning("twenty answers of each are enough", "ada:A bob:B cyd:B",
                   {"ada": (20.0, 20.0), "bob": (3.0, 20.0), "cyd": (3.0, 20.0)})
    yield learning("a little less than twenty are not", "ada:A bob:B cyd:B",
                   {"ada": (20.0, 20.0), "bob": (3.0, 20.0), "cyd": (3.0, 19.99)})
    yield learning("two good ones against three fair ones", "ada:A bob:B cyd:B dan:B eve:A",
                   {"ada": (34.0, 36.0), "bob": (22.0, 36.0), "cyd": (22.0, 36.0), "dan": (22.0, 36.0),
                    "eve": (34.0, 36.0)})
    yield learning("half a year later", "ada:A bob:B cyd:B", {e: (r * 4, a * 4) for e, (r, a) in KNOWN.items()},
                   day=LANDMARK + 180)
    judged = {"judged ada": (80.0, 100.0), "judged bob": (60.0, 100.0), "judged cyd": (60.0, 100.0)}
    pairs = {"pair ada bob": (55.0, 100.0), "pair ada cyd": (55.0, 100.0), "pair bob cyd": (95.0, 100.0)}
    told = {"foretold 12": (12.0, 20.0), "foretold 15": (17.0, 20.0), "foretold 18": (26.0, 30.0)}
    yield learning("outcomes decide", "ada:A bob:B cyd:B", judged)
    yield learning("two who err together share a weight", "ada:A bob:B cyd:B", {**judged, **pairs}, right="A")
    yield learning("what became of earlier chances", "ada:A bob:A cyd:B", {**judged, **pairs, **told},
                   day=LANDMARK + 20)
    means = {"foretold mean-12": (12.2, 20.0), "foretold mean-15": (7.9, 10.0), "foretold mean-18": (27.9, 30.0)}
    yield learning("what earlier chances were is kept of some", "ada:A bob:A cyd:B", {**judged, **pairs, **told, **means},
                   day=LANDMARK + 20)
    yield learning("skill decides the first question", "ada:A bob:B cyd:B", {},
                   skill={"ada": (0.9, 0.9), "bob": (0.4, 0.9), "cyd": (0.35, 0.6)})
    yield learning("published results tell who is better and no level", "ada:A bob:B cyd:B", {},
                   skill={"ada": (0.9, 0.6), "bob": (0.4, 0.6), "cyd": (0.35, 0.6)})
    yield learning("two who are known to be bad make nobody sure", "ada:A bob:A", {},
                   skill={"ada": (0.1, 0.9), "bob": (0.1, 0.9)})
    yield learning("the surest were often wrong", "ada:A bob:A cyd:B", {**judged, **pairs, "foretold 19": (150.0, 300.0)})
    yield learning("skill of two of three decides nothing", "ada:A bob:B cyd:B", {},
                   skill={"ada": (0.9, 0.9), "bob": (0.4, 0.9)})
    yield learning("outcomes overrule skill", "ada:A bob:B cyd:B", {**judged, **pairs},
                   skill={"ada": (0.3, 0.9), "bob": (0.8, 0.9), "cyd": (0.8, 0.9)})
    yield learning("with feedback", "ada:A bob:B cyd:A dan:A", KNOWN, auto=False, day=LANDMARK + 45, right="A")
    yield learning("numbers and mates", "ada@x:4 bob@x:4 cyd:5 dan:4", KNOWN, kind="short", right="5", day=LANDMARK + 9)
    yield prose("two of three texts", "ada:A bob:A cyd:B")
    yield prose("half of the texts", "ada:A bob:A cyd:B dan:C")
    yield prose("mates with one text", "ada@x:A bob@x:A cyd:B dan:C eve:D")
    yield prose("two of five texts", "ada:A bob:A cyd:B dan:B eve:C")
    yield ranking("three orders", "ABC", "ABC", "ACB", "BAC")
    yield ranking("a circle with a strongest chain", "ABCD", "ABCD", "ABCD", "BCDA", "CDAB", "DABC", "CABD", "ABDC")
    yield ranking("five options", "ABCDE", "ABCDE", "BACED", "EABCD", "ACBDE")


def near(ours, theirs):
    """Equal but for the last digits of numbers, which differ between versions of Python."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(near(value, theirs[key]) for key, value in ours.items())
    if isinstance(ours, (list, tuple)) and isinstance(theirs, (list, tuple)):
        return len(ours) == len(theirs) and all(map(near, ours, theirs))
    if isinstance(ours, float) and isinstance(theirs, (int, float)):
        return abs(ours - theirs) <= 1e-9 * max(1.0, abs(ours))
    return ours == theirs


def compare(path):
    """Prints the cases that the file holds otherwise, and gives their number."""
    with open(path) as file:
        kept = [json.loads(line) for line in file]
    worked_out = json.loads(json.dumps(list(cases())))
    wrong = [case for case, other in zip(worked_out, kept) if not near(case, other)]
    for case in wrong:
        print("differs:", json.dumps(case))
    if len(worked_out) != len(kept):
        print(f"{len(worked_out)} cases are worked out, {len(kept)} are kept")
    return len(wrong) + abs(len(worked_out) - len(kept))


if sys.argv[1:2] == ["--compare"]:
    sys.exit(1 if compare(sys.argv[2]) else 0)
for case in cases():
    print(json.dumps(case))
