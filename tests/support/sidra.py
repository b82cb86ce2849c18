"""Small reports on one port: an organisation's in French and Arabic, a ministry's, a newspaper's.

Some of their figures differ for the same thing, some only look as if they did.
"""

from __future__ import annotations

from pathlib import Path

from rag.settings import Settings
from rag.wiring import build_index

PORT_FR = """Rapport sur le port de Sidra

1. Le port de Sidra compte 12 quais et emploie 840 dockers.

2. La douane a saisi 310 conteneurs en 2021. Les agents ont été formés par la marine.

3. Le ministre Karim Haddad a inauguré le phare le 4 mai 2021.

4. En 2021, 45 navires de pêche ont été réparés au chantier naval.

5. L'école de navigation accueille 260 élèves, dont 90 filles.

6. La cantine des marins sert 1 500 repas par jour. Un jardin a été planté derrière la capitainerie par des bénévoles.

7. La bibliothèque maritime possède 7 200 ouvrages.
"""
PORT_AR = """تقرير عن ميناء سدرة

1. يضم ميناء سدرة 12 رصيفاً ويعمل فيه 840 عاملاً في الشحن.

2. صادرت الجمارك 310 حاويات في عام 2021. وتولت البحرية تدريب الموظفين.

3. افتتح الوزير كريم حداد المنارة في 4 أيار/مايو 2021.

4. في عام 2021 أُصلحت 54 سفينة صيد في حوض بناء السفن.

5. تستقبل مدرسة الملاحة 260 تلميذاً، منهم 90 فتاة.

6. يقدم مطعم البحارة 1500 وجبة في اليوم.
"""
MINISTRY = """Ministry of Transport: annual statement on Sidra

1. The port of Sidra has 12 quays.

2. In 2021 customs seized 310 containers in Sidra.

3. The ferry to Malta carried 18,400 passengers in 2021.

4. The ferry to Malta carried 9,700 passengers in 2020.

5. The port authority planted 3,000 trees.

6. More than 400 divers trained at the Sidra school.

7. The tower of Sidra opened on 4 May 2021.

8. The second regatta of Sidra took place on 9 June 2021.

9. The navigation school has 280 pupils.
"""
GAZETTE = """Sidra, a harbour that grows

In 2021 the ferry to Malta carried 21,900 passengers, the authority says.

The port authority planted trees worth 3,500 dollars.

The Sidra school trained 415 divers.

The tower of Sidra opened on 6 May 2021, with fireworks.

The first regatta of Sidra took place on 2 April 2021.
"""
CATALOGUE = """
[[report]]
file = "port.fr.txt"
title = "Rapport sur le port de Sidra"
date = "2022-03-01"
publisher = ["Harbour Organisation"]
paragraphs = "numbered"

[[report]]
file = "port.ar.txt"
title = "تقرير عن ميناء سدرة"
date = "2022-03-01"
publisher = ["Harbour Organisation"]
paragraphs = "numbered"

[[report]]
file = "ministry.en.txt"
title = "Annual statement on Sidra"
kind = "national report"
date = "2022"
publisher = ["Ministry of Transport"]
paragraphs = "numbered"

[[report]]
file = "gazette.en.txt"
title = "Sidra, a harbour that grows"
kind = "press article"
date = "2022-05-09"
publisher = ["The Sidra Gazette"]
paragraphs = "ordinal"
"""


def indexed(folder: Path) -> Settings:
    """Index the reports below `folder`; returns the settings to ask them with."""
    corpus = folder / "corpus"
    corpus.mkdir()
    files = {
        "port.fr.txt": PORT_FR,
        "port.ar.txt": PORT_AR,
        "ministry.en.txt": MINISTRY,
        "gazette.en.txt": GAZETTE,
        "catalogue.toml": CATALOGUE,
    }
    for name, text in files.items():
        (corpus / name).write_text(text, encoding="utf-8")
    settings = Settings(corpus=corpus, index=folder / "index")
    build_index(settings)
    return settings
