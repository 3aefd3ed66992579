extension SampleCourse {
  static let all: [SampleCourse] = [clay, bread, sky, tables, script, glazes, sourdough]

  static let clay = SampleCourse(
    title: "Clay and Fire", category: "Crafts",
    summary: "From a lump of earth to a cup that holds tea: pinch, coil, dry and fire your first pots.",
    description:
      "You need two kilograms of clay, a table and an afternoon. **No wheel**, no kiln of your own: every studio fires pots for a small fee.",
    minutes: 180, state: .featured,
    sections: [
      Part(
        "The material", isOpen: true,
        [
          Lesson(
            "What clay is",
            "## Earth with a memory\n\nClay is rock that rivers have ground so fine that its flakes slide over each other. That is why it keeps the form you give it, and why it remembers how you treated it.\n\n> Press a thumb into it. The mark stays: that is the whole craft.\n\n### Three kinds\n\n| Kind | Fired at | Good for |\n|---|---|---|\n| Earthenware | 1,050 °C | tiles, pots for plants |\n| Stoneware | 1,250 °C | cups, bowls, plates |\n| Porcelain | 1,300 °C | thin and white things |\n"
          ),
          Lesson(
            "Wedging",
            "## Getting the air out\n\nAir in the clay turns to steam in the fire and breaks the pot. So the clay is pressed and folded, like a stiff dough, until a cut with a wire shows no holes.\n\n1. Press with the heels of your hands.\n2. Fold the far edge towards you.\n3. Turn a quarter and repeat thirty times.\n"
          ),
        ]),
      Part(
        "The first pots",
        [
          Lesson(
            "A pinch pot",
            "## A ball, a thumb, patience\n\nRoll a ball as large as an orange. Push your thumb in until a finger's width is left below it. Then turn and pinch, turn and pinch, from the bottom up.\n"
          ),
          Lesson(
            "A pot of coils",
            "## Snakes on top of each other\n\nRoll coils as thick as a pencil. Score what touches, wet it with slip, and press each coil into the one below with a thumb.\n"
          ),
        ]),
      Part(
        "Into the fire",
        [
          Lesson(
            "Drying and firing",
            "## Slowly, then hot\n\nA pot that feels cool to the cheek is still wet. Dry it for a week under a cloth, then bring it to the studio. The first firing makes it hard, the second melts the glaze.\n"
          )
        ]),
    ])

  static let bread = SampleCourse(
    title: "Bread from Scratch", category: "Kitchen",
    summary: "Flour, water, salt and time. Bake a loaf with a crust that sings when it cools.",
    description:
      "A course for people with an oven and no machine. It is given to a group at a time, so it opens with an access code.",
    minutes: 240, mode: .code, seats: 30, state: .featured,
    sections: [
      Part(
        "Four ingredients", isOpen: true,
        [
          Lesson(
            "Flour and water",
            "## What happens when they meet\n\nTwo proteins of the flour join in water to gluten, a net that holds the gas. Mix, then wait: most of the kneading is done by time.\n\n```\nflour  500 g   100 %\nwater  350 g    70 %\nsalt    10 g     2 %\nyeast    2 g   0.4 %\n```\n"
          ),
          Lesson(
            "Salt and yeast",
            "## The brake and the engine\n\nYeast makes gas, salt slows it down and makes the net strong. Weigh both: a spoon lies.\n"
          ),
        ]),
      Part(
        "The loaf",
        [
          Lesson(
            "Folding",
            "## Four corners\n\nPull one side up and over, turn the bowl, and do it three times more. Rest half an hour. Repeat it three times.\n"
          ),
          Lesson(
            "Baking",
            "## Steam first\n\nBake in a closed pot for twenty minutes, then open it for twenty-five. The loaf is done when its underside sounds hollow.\n"
          ),
        ]),
    ])

  static let sky = SampleCourse(
    title: "Reading the Night Sky", category: "Sky and Earth",
    summary: "Find your way among the stars with nothing but your eyes, and know what you are looking at.",
    description: "Seven evenings outside. Bring a chair, a blanket and a red torch.", level: .intermediate,
    minutes: 150, state: .published,
    sections: [
      Part(
        "Finding your way", isOpen: true,
        [
          Lesson(
            "North without a compass",
            "## The star that stands still\n\nFollow the two outer stars of the Plough's box five times their distance: there stands the pole star, and below it is north.\n"
          ),
          Lesson(
            "Planets do not twinkle",
            "## A disc, not a point\n\nStars are points, and the air makes points dance. Planets are small discs, and a disc dances less.\n"
          ),
        ]),
      Part(
        "The Moon",
        [
          Lesson(
            "Why it has phases",
            "## Half is always lit\n\nWe see more or less of the lit half, because the Moon goes around us once a month.\n"
          )
        ]),
    ])

  static let tables = SampleCourse(
    title: "Tables that Explain Themselves", category: "Work",
    summary: "Spreadsheets that your colleagues understand without asking you.",
    description: "For people who make tables for other people.", minutes: 90, state: .published,
    sections: [
      Part(
        "Shape", isOpen: true,
        [
          Lesson(
            "One row, one thing",
            "## The rule that saves you\n\nA row is one thing, a column is one kind of fact, a cell is one value. Everything else is decoration.\n"
          ),
          Lesson(
            "Names for columns",
            "## Units belong in the heading\n\n`Duration (minutes)` beats `Duration`: nobody has to guess, and the cells stay numbers.\n"
          ),
        ])
    ])

  static let script = SampleCourse(
    title: "مقدمة في الخط العربي", category: "Languages",
    summary: "تعرّف على حروف الخط العربي وأدواته واكتب أول سطر بيدك.",
    description: "دورة قصيرة للمبتدئين.", language: "ar", minutes: 120, state: .published,
    sections: [
      Part(
        "البداية", isOpen: true,
        [
          Lesson(
            "القلم والحبر",
            "## الأدوات\n\nيُقطع القلم من القصب بزاوية، ويُغمس في الحبر برفق. زاوية القطع تحدد شكل الحرف.\n"),
          Lesson("حرف الألف", "## الحرف الأول\n\nتُقاس الحروف بالنقاط، وطول الألف خمس نقاط أو سبع بحسب الخط.\n"),
        ])
    ])

  static let glazes = SampleCourse(
    title: "Glazes from Ash", category: "Crafts", summary: "Mix your own glazes from wood ash and two powders.",
    description: "", level: .advanced, minutes: 200,
    state: .draft,
    sections: [
      Part(
        "Ash",
        [
          Lesson(
            "Washing ash", "## Water, sieve, patience\n\nAsh is washed until the water no longer feels slippery.\n")
        ])
    ])

  static let sourdough = SampleCourse(
    title: "A Sourdough of Your Own", category: "Kitchen", summary: "Catch wild yeast in a jar and keep it for years.",
    description: "Goes on where *Bread from Scratch* ends.",
    level: .intermediate, minutes: 120, state: .submitted,
    sections: [
      Part(
        "The starter", isOpen: true,
        [
          Lesson(
            "Seven days",
            "## Flour, water, warmth\n\nFeed it each day with as much flour as there is starter, and throw the rest into pancakes.\n"
          )
        ])
    ])
}
