#include "app/feed_commands.h"

#include "app/command_house_for_tests.h"

using namespace courtesy;
using namespace courtesy::app;
using namespace courtesy::app::for_tests;

namespace {
constexpr const char* address = "https://calendar.example/private-4711/basic.ics";
}

TEST_CASE("a feed is added, listed by its host and never by its address, and removed") {
  CommandHouse house;
  const std::string database = house.clinic();
  CHECK(contains(house.run({"feed", "list", "--database", database}).out, "There are no feeds."));
  const auto added = house.run({"feed", "add", address, "--database", database, "--every", "30", "--consent",
                                "Dr Maple, 2026-05-01", "--pattern", "summary={name} / {number}"});
  CHECK_MESSAGE(added.code == 0, added.err);
  CHECK(contains(added.out, "Feed 1: calendar.example, every 30 minutes"));
  const auto listed = house.run({"feed", "list", "--database", database});
  CHECK(contains(listed.out, "1  calendar.example  every 30 minutes  not read yet"));
  CHECK(contains(listed.out, "summary={name} / {number}"));
  CHECK_FALSE(contains(added.out + listed.out, "4711"));
  const auto twice = house.run({"feed", "add", address, "--database", database});
  CHECK(twice.code == 1);
  CHECK(contains(twice.err, "feed 1 already"));
  CHECK(house.run({"feed", "remove", "1", "--database", database}).code == 0);
  CHECK(contains(house.run({"feed", "list", "--database", database}).out, "There are no feeds."));
  CHECK(contains(house.run({"feed", "remove", "1", "--database", database}).err, "there is no feed 1"));
}

TEST_CASE("a feed that cannot be one is refused before anything is written") {
  CommandHouse house;
  const std::string database = house.clinic();
  const auto refused = [&](std::vector<std::string> words, std::string_view why) {
    words.insert(words.begin(), {"feed", "add"});
    words.insert(words.end(), {"--database", database});
    const auto ran = house.run(words);
    CHECK(ran.code == 2);
    CHECK_MESSAGE(contains(ran.err, why), ran.err);
  };
  refused({"http://calendar.example/a.ics"}, "https://");
  refused({address, "--every", "4"}, "--every is 4");
  refused({address, "--pattern", "summary={phone}"}, "{phone}");
  refused({address, "--pattern", "title={name}"}, "summary, description, location or contact");
}

TEST_CASE("a pattern says where a file's calendar has its names and numbers, and a table takes none") {
  CommandHouse house;
  const std::string path =
      house.file("a.ics", calendar(event("a", ":20260515T150000Z", "cut 30 min for Ben Okafor at +1 212 555 0124")));
  const auto ran = house.run({"import", path, "--json", "--pattern", "summary={any} for {name} at {number}"});
  CHECK_MESSAGE(ran.code == 0, ran.err);
  CHECK(contains(ran.out, R"("name":"Ben Okafor","number":"+12125550124")"));
  const std::string table = house.file("a.csv", "name,phone,date,time\nAna,+12125550123,2026-05-14,09:00\n");
  CHECK(contains(house.run({"import", table, "--pattern", "summary={name}"}).err, "--column"));
}
