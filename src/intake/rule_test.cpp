#include "intake/rule.h"

#include <doctest/doctest.h>

#include <string>

#include "intake/civil.h"

using namespace courtesy;
using namespace courtesy::intake;

namespace {

/// The first `most` readings of a rule up to 2040, as `19970902T0900 19970903T0900`.
std::string readings(std::string_view rule, std::string_view start, int most, std::string_view earliest = "") {
  const auto parsed = parse_rule(rule);
  REQUIRE_MESSAGE(parsed.ok(), parsed.error().message);
  const LocalTime begin = civil_time(start)->local;
  const LocalTime from = earliest.empty() ? begin : civil_time(earliest)->local;
  const LocalTime latest = civil_time("20400101T000000")->local;
  RuleReadings all(*parsed, begin, from);
  Steps steps{10'000'000};
  std::string out;
  for (int i = 0; i < most;) {
    const auto reading = all.next(latest, steps);
    if (!reading) break;
    if (*reading < from) continue;
    std::string text = courtesy::to_string(*reading);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    out += (out.empty() ? "" : " ") + text;
    ++i;
  }
  return out;
}

}  // namespace

TEST_CASE("the examples of RFC 5545 give what it says they give") {
  const std::string start = "19970902T090000";
  CHECK(readings("FREQ=DAILY;INTERVAL=10;COUNT=5", start, 3) == "19970902T0900 19970912T0900 19970922T0900");
  CHECK(readings("FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", "19980101T090000", 2) ==
        "19980101T0900 19980102T0900");
  CHECK(readings("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,WE,FR", "19970901T090000", 5) ==
        "19970901T0900 19970903T0900 19970905T0900 19970915T0900 19970917T0900");
  CHECK(readings("FREQ=MONTHLY;BYDAY=1FR", "19970905T090000", 3) == "19970905T0900 19971003T0900 19971107T0900");
  CHECK(readings("FREQ=MONTHLY;INTERVAL=2;BYDAY=1SU,-1SU", "19970907T090000", 4) ==
        "19970907T0900 19970928T0900 19971102T0900 19971130T0900");
  CHECK(readings("FREQ=MONTHLY;BYDAY=-2MO", "19970922T090000", 3) == "19970922T0900 19971020T0900 19971117T0900");
  CHECK(readings("FREQ=MONTHLY;BYMONTHDAY=-3", "19970928T090000", 3) == "19970928T0900 19971029T0900 19971128T0900");
  CHECK(readings("FREQ=MONTHLY;BYMONTHDAY=1,-1", "19970930T090000", 4) ==
        "19970930T0900 19971001T0900 19971031T0900 19971101T0900");
  CHECK(readings("FREQ=MONTHLY;INTERVAL=18;BYMONTHDAY=10,11", "19970910T090000", 3) ==
        "19970910T0900 19970911T0900 19990310T0900");
  CHECK(readings("FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", "19970101T090000", 4) ==
        "19970101T0900 19970410T0900 19970719T0900 20000101T0900");
  CHECK(readings("FREQ=YEARLY;BYDAY=20MO", "19970519T090000", 3) == "19970519T0900 19980518T0900 19990517T0900");
  CHECK(readings("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "19970512T090000", 3) ==
        "19970512T0900 19980511T0900 19990517T0900");
  CHECK(readings("FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "19970313T090000", 4) ==
        "19970313T0900 19970320T0900 19970327T0900 19980305T0900");
  CHECK(readings("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", start, 3) == "19980213T0900 19980313T0900 19981113T0900");
  CHECK(readings("FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "19970913T090000", 3) ==
        "19970913T0900 19971011T0900 19971108T0900");
  CHECK(readings("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "19961105T090000", 3) ==
        "19961105T0900 20001107T0900 20041102T0900");
  CHECK(readings("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "19970904T090000", 3) ==
        "19970904T0900 19971007T0900 19971106T0900");
  CHECK(readings("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "19970929T090000", 3) ==
        "19970929T0900 19971030T0900 19971127T0900");
  CHECK(readings("FREQ=HOURLY;INTERVAL=3", start, 3) == "19970902T0900 19970902T1200 19970902T1500");
  CHECK(readings("FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,20,40", start, 4) ==
        "19970902T0900 19970902T0920 19970902T0940 19970902T1000");
  CHECK(readings("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO", "19970805T090000", 4) ==
        "19970805T0900 19970810T0900 19970819T0900 19970824T0900");
  CHECK(readings("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "19970805T090000", 4) ==
        "19970805T0900 19970817T0900 19970819T0900 19970831T0900");
  CHECK(readings("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "20070115T090000", 5) ==
        "20070115T0900 20070130T0900 20070215T0900 20070315T0900 20070330T0900");
}

TEST_CASE("what a rule leaves open is as in its start, and days that do not exist are passed over") {
  CHECK(readings("FREQ=MONTHLY", "20260131T090000", 3) == "20260131T0900 20260331T0900 20260531T0900");
  CHECK(readings("FREQ=YEARLY", "20240229T090000", 2) == "20240229T0900 20280229T0900");
  CHECK(readings("FREQ=WEEKLY", "20260602T090000", 2) == "20260602T0900 20260609T0900");
  CHECK(readings("FREQ=YEARLY;BYMONTH=6,7", "20260602T090000", 3) == "20260602T0900 20260702T0900 20270602T0900");
  CHECK(readings("FREQ=YEARLY;BYWEEKNO=1,-1", "20260101T090000", 3) == "20260101T0900 20261231T0900 20270107T0900");
  CHECK(readings("FREQ=YEARLY;BYMONTHDAY=13", "20261120T090000", 2) == "20261213T0900 20270113T0900");
  CHECK(readings("FREQ=WEEKLY;BYDAY=SU,SA,TH;BYSETPOS=2", "20210816T103000", 2) == "20210821T1030 20210828T1030");
}

TEST_CASE("a rule that can never be true ends, by its years or by its steps") {
  CHECK(readings("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "20200101T090000", 1).empty());
  CHECK(readings("FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", "20200101T090000", 1).empty());
  CHECK(readings("FREQ=DAILY;INTERVAL=999999999", "20200101T090000", 3) == "20200101T0900");
  CHECK(readings("FREQ=YEARLY;INTERVAL=999999999", "20200101T090000", 3) == "20200101T0900");
  const auto rule = parse_rule("FREQ=DAILY").value();
  Steps steps{10};
  RuleReadings all(rule, civil_time("20200101T090000")->local, LocalTime{});
  int count = 0;
  while (all.next(civil_time("20400101T000000")->local, steps)) ++count;
  CHECK(count < 10);
  CHECK(steps.left == 0);
}

TEST_CASE("passing over what lies before a time gives the same readings from that time on") {
  for (const auto* rule :
       {"FREQ=HOURLY;INTERVAL=7;BYDAY=MO,TU", "FREQ=DAILY;INTERVAL=3;BYHOUR=8,20",
        "FREQ=WEEKLY;INTERVAL=5;BYDAY=MO,SU;WKST=SU", "FREQ=MONTHLY;INTERVAL=7;BYDAY=-1FR",
        "FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,-1", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR;BYSETPOS=-1"}) {
    CAPTURE(rule);
    const std::string all = readings(rule, "20190607T113000", 20000);
    for (const auto* from : {"20190801T000000", "20220228T120000", "20261231T235959", "20190607T113000"}) {
      CAPTURE(from);
      const std::string later = readings(rule, "20190607T113000", 5, from);
      CHECK_FALSE(later.empty());
      const std::size_t at = all.find(later);
      CHECK(at != std::string::npos);
    }
  }
}
