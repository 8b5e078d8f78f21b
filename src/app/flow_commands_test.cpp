#include <doctest/doctest.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "app/command_house_for_tests.h"
#include "flow/builtin.h"

using namespace courtesy;
using namespace courtesy::app;
using namespace courtesy::app::for_tests;

namespace {

/// A copy of a shipped flow in the house's folder, with `from` become `to` in one of its files. Returns its path.
std::string changed_flow(const CommandHouse& house, const std::string& name, const std::string& from,
                         const std::string& to) {
  const std::filesystem::path folder = house.file("changed");
  for (const flow::Flow::File& file : flow::builtin_files("appointment-reminder")) {
    std::filesystem::create_directories((folder / file.name).parent_path());
    std::string bytes = file.bytes;
    if (file.name == name) {
      const auto at = bytes.find(from);
      REQUIRE(at != std::string::npos);
      bytes.replace(at, from.size(), to);
    }
    std::ofstream(folder / file.name, std::ios::binary) << bytes;
  }
  return folder.string();
}

}  // namespace

TEST_CASE("a shipped flow is checked by its name, and 0 findings are said") {
  CommandHouse house;
  const Ran ran = house.run({"flow", "check", "appointment-reminder", "operator-page"});
  CHECK(ran.code == 0);
  CHECK(ran.out == "appointment-reminder: 0 findings\noperator-page: 0 findings\n");
}

TEST_CASE("a finding has its file as an editor opens it, the line, and a caret under the place") {
  CommandHouse house;
  const std::string folder = changed_flow(house, "flow.toml", "machine = \"machine\"", "machine = \"machin\"");
  const Ran ran = house.run({"flow", "check", folder});
  CHECK(ran.code == 1);
  CHECK(contains(ran.out, folder + "/flow.toml:26:1: opening goes to \"machin\", which is no state"));
  CHECK(contains(ran.out, "  machine = \"machin\"\n  ^\n"));
  CHECK(contains(ran.out, "changed: "));
  const Ran same = house.run({"flow", "check", folder + "/flow.toml"});
  CHECK(same.out == ran.out);
}

TEST_CASE("findings are there for programs") {
  CommandHouse house;
  const std::string folder = changed_flow(house, "menu.es.xml", "oprima 2", "oprima 5");
  const Ran ran = house.run({"flow", "check", "--json", folder});
  CHECK(ran.code == 1);
  const auto findings = boost::json::parse(ran.out).as_object().at("findings").as_array();
  REQUIRE(!findings.empty());
  CHECK(findings[0].as_object().at("file").as_string() == folder + "/menu.es.xml");
  CHECK(findings[0].as_object().at("line").as_int64() > 0);
}

TEST_CASE("a fault in a conversation's file is a finding too") {
  CommandHouse house;
  const std::string folder = changed_flow(house, "conversations/cancels.toml", "presses = \"2\"", "pushes = \"2\"");
  const Ran ran = house.run({"flow", "check", folder});
  CHECK(ran.code == 1);
  CHECK(contains(ran.out, "conversations/cancels.toml:5:39: a turn has no \"pushes\""));
  CHECK(house.run({"flow", "test", folder}).code == 1);
}

TEST_CASE("all conversations of a shipped flow go as written") {
  CommandHouse house;
  const Ran ran = house.run({"flow", "test", "appointment-reminder"});
  CHECK(ran.code == 0);
  CHECK(
      contains(ran.out, "28 of 28 conversations as written; they go through 10 of 10 states and 35 of 35 transitions"));
  CHECK(!contains(ran.out, "DIFFERS"));
}

TEST_CASE("a conversation that differs shows how the call went, and the place from which on it differs") {
  CommandHouse house;
  const std::string folder = changed_flow(house, "cancelled.xml", "is cancelled", "is called off");
  const Ran ran = house.run({"flow", "test", folder});
  CHECK(ran.code == 1);
  CHECK(contains(ran.out, "DIFFERS  A client cancels\n\n  answers "));
  CHECK(contains(ran.out,
                 "key 2                cancelled     Your appointment on Thursday, November 26, at 2 PM is called"));
  CHECK(contains(ran.out, folder + "/conversations/cancels.toml:6:13: must hear \"is cancelled. For a new one"));
  CHECK(contains(ran.out, "\n              ^\n"));
  CHECK(contains(ran.out, "26 of 28 conversations as written"));
  const auto results = boost::json::parse(house.run({"flow", "test", folder, "--json"}).out).as_object();
  const auto& played = results.at("conversations").as_array();
  const auto failed = std::find_if(played.begin(), played.end(),
                                   [](const auto& one) { return !one.as_object().at("passed").as_bool(); });
  REQUIRE(failed != played.end());
  CHECK(failed->as_object().at("divergence").as_object().at("line").as_int64() == 5);
}

TEST_CASE("every path of the reminder ends, and together they go everywhere") {
  CommandHouse house;
  const Ran ran = house.run({"flow", "walk", "appointment-reminder"});
  CHECK(ran.code == 0);
  CHECK(contains(ran.out, "en: 10 of 10 states, 35 of 35 transitions, 30 of 30 inputs: 100 %"));
  CHECK(contains(ran.out, "es: 10 of 10 states"));
  CHECK(contains(ran.out, "every one ends; a machine can take 76\n"));
  CHECK(contains(ran.out, "a machine may hear it"));
  CHECK(!contains(ran.out, "no path goes here"));
}

TEST_CASE("a path's transcript says what is heard in the language, with the facts that were given") {
  CommandHouse house;
  const Ran ran = house.run(
      {"flow", "walk", "appointment-reminder", "--lang", "es", "--transcripts", "--fact", "business=Consultorio Olmo"});
  CHECK(ran.code == 0);
  CHECK(contains(ran.out, "path 1 of 28548, es, "));
  CHECK(contains(ran.out, "a machine can take it"));
  CHECK(contains(ran.out, "Su cita con Consultorio Olmo es el jueves 26 de noviembre"));
  CHECK(!contains(ran.out, "Maple Dental"));
}

TEST_CASE(
    "of a flow with more paths than are gone all is covered, and the rest is counted and said not to be written") {
  CommandHouse house;
  const Ran ran = house.run({"flow", "walk", "appointment-reminder", "--lang", "en", "--most", "20", "--transcripts"});
  CHECK(ran.code == 0);
  CHECK(contains(ran.out, "path 20 of 28548, en, "));
  CHECK(contains(ran.out, "\n28,528 more paths in en are not written (--most)\n"));
  CHECK(contains(ran.out, "en: 10 of 10 states, 35 of 35 transitions, 30 of 30 inputs: 100 %"));
  CHECK(contains(ran.out, "    28,548 paths, every one ends; a machine can take 76\n    20 paths gone one by one: "));
  CHECK_FALSE(contains(ran.out, "no path goes here"));
  const auto figures = boost::json::parse(
      house.run({"flow", "walk", "appointment-reminder", "--lang", "en", "--most", "20", "--json"}).out);
  CHECK(figures.at_pointer("/languages/0/paths") == 28'548);
  CHECK(figures.at_pointer("/languages/0/paths_gone") == 20);
  CHECK(house.run({"flow", "walk", "appointment-reminder", "--most", "0"}).code == 2);
}

TEST_CASE("a walk's figures are there for programs") {
  CommandHouse house;
  const auto walked = boost::json::parse(house.run({"flow", "walk", "operator-page", "--json"}).out).as_object();
  CHECK(walked.at("transitions") == walked.at("languages").as_array()[0].as_object().at("transitions_covered"));
  CHECK(walked.at("languages").as_array()[0].as_object().at("endless_paths").as_int64() == 0);
}

TEST_CASE("what is no flow is one line that says so") {
  CommandHouse house;
  for (const std::string command : {"check", "test", "walk"}) {
    const Ran ran = house.run({"flow", command, "no-such-flow"});
    CHECK(ran.code == 1);
    CHECK(contains(ran.err,
                   "\"no-such-flow\" is no folder with a flow.toml in it, and no shipped flow: there are "
                   "appointment-reminder, "));
  }
  CHECK(house.run({"flow", "check"}).code == 2);
  CHECK(house.run({"flow", "walk", "appointment-reminder", "--lang", "fr"}).code == 1);
  CHECK(house.run({"flow", "walk", "appointment-reminder", "--fact", "reason=flu"}).code == 2);
  CHECK(house.run({"flow", "walk", "appointment-reminder", "--fact", "business"}).code == 2);
  const Ran broken = house.run(
      {"flow", "walk", changed_flow(house, "flow.toml", "ask_first = \"opening\"", "ask_first = \"openin\"")});
  CHECK(broken.code == 1);
  CHECK(contains(broken.err, "`courtesy flow check` shows all"));
}

TEST_CASE("a link that leads to itself is named, and nothing is made of the folder") {
  CommandHouse house;
  const std::string folder = changed_flow(house, "flow.toml", "format = 1", "format = 1");
  std::filesystem::create_symlink("round.toml", folder + "/conversations/round.toml");
  for (const std::string command : {"check", "test", "walk"}) {
    const Ran ran = house.run({"flow", command, folder});
    CHECK(ran.code == 1);
    CHECK(contains(ran.out + ran.err, "conversations/round.toml: Too many levels of symbolic links"));
  }
}

TEST_CASE("a new flow passes check, test and walk as it is, whatever it begins with") {
  for (const std::string starter : {"reminder", "menu"}) {
    CommandHouse house;
    const std::string folder = house.file("my-call");
    const Ran made = house.run({"flow", "new", folder, "--from", starter});
    CHECK(made.code == 0);
    CHECK(contains(made.out, folder + "/flow.toml\n"));
    CHECK(house.run({"flow", "check", folder}).out == "my-call: 0 findings\n");
    const Ran tested = house.run({"flow", "test", folder});
    CHECK_MESSAGE(tested.code == 0, tested.out);
    CHECK(contains(tested.out, "3 of 3 conversations as written"));
    CHECK(contains(tested.out, "  no conversation: "));
    const Ran walked = house.run({"flow", "walk", folder});
    CHECK(walked.code == 0);
    CHECK(contains(walked.out, ": 100 %"));
    std::ifstream toml(folder + "/flow.toml");
    const std::string text{std::istreambuf_iterator<char>(toml), {}};
    CHECK(contains(text, ": my-call\""));
    CHECK(!contains(text, "@NAME@"));
  }
}

TEST_CASE("a new flow can begin as a shipped one") {
  CommandHouse house;
  const std::string folder = house.file("ours");
  CHECK(house.run({"flow", "new", folder, "--from", "appointment-reminder"}).code == 0);
  CHECK(house.run({"flow", "check", folder}).out == "ours: 0 findings\n");
  CHECK(house.run({"flow", "test", folder}).out == house.run({"flow", "test", "appointment-reminder"}).out);
}

TEST_CASE("a new flow overwrites nothing") {
  CommandHouse house;
  const std::string folder = house.file("mine");
  std::filesystem::create_directory(folder);
  const Ran ran = house.run({"flow", "new", folder});
  CHECK(ran.code == 1);
  CHECK(contains(ran.err, "mine is there already; nothing was written"));
  CHECK(std::filesystem::is_empty(folder));
  CHECK(house.run({"flow", "new", house.file("My Flow")}).code == 2);
  CHECK(house.run({"flow", "new", house.file("other"), "--from", "nothing"}).code == 2);
}

TEST_CASE("the phone in the terminal says what is heard, takes keys, and shows what they do") {
  CommandHouse house;
  const Ran ran = house.run({"flow", "play", "appointment-reminder"}, "\n1\n?\n7\n2\n");
  CHECK(ran.code == 0);
  CHECK(contains(ran.out, "opening\n  A message from Maple Dental.\n  To hear it, press 1.\n"));
  CHECK(contains(ran.out, "* key 1: heard_by_person\nmenu\n  Your appointment"));
  CHECK(contains(ran.out, "menu handles: key 1, key 2, key 3, key 4, key 9, any other key, silence\n"));
  CHECK(contains(ran.out, "* key 7\nmenu\n"));
  CHECK(contains(ran.out, "* key 2: cancel\ncancelled\n"));
  CHECK(contains(ran.out, "the call is over, after "));
}

TEST_CASE("an empty line on the phone is silence, h hangs up, and so does the end of the input") {
  CommandHouse house;
  CHECK(contains(house.run({"flow", "play", "appointment-reminder"}, "\n\nh\n").out,
                 "* no key\nmachine\n  This is Maple Dental, with a reminder"));
  CHECK(contains(house.run({"flow", "play", "appointment-reminder"}, "\n\nh\n").out, "* hangs up: left_on_machine\n"));
  CHECK(contains(house.run({"flow", "play", "appointment-reminder"}, "").out, "* hangs up\nthe call is over"));
  CHECK(contains(house.run({"flow", "play", "appointment-reminder"}, "\n\nx\n\n").out,
                 "\"x\" is nothing that a phone can do here.\n"));
}

TEST_CASE("a machine on the phone presses nothing, and hears the language that was asked for") {
  CommandHouse house;
  const Ran ran = house.run({"flow", "play", "appointment-reminder", "--as", "machine", "--lang", "es"}, "1\n1\n");
  CHECK(ran.code == 0);
  CHECK(contains(ran.out, "* no key\nmachine\n  Le llama Maple Dental"));
  CHECK(contains(ran.out, "* hears it to its end: left_on_machine\n"));
  CHECK(!contains(ran.out, "key 1"));
  CHECK(house.run({"flow", "play", "appointment-reminder", "--as", "dog"}).code == 2);
}

TEST_CASE("a flow is drawn into a file or onto the output, with what its conversations prove") {
  CommandHouse house;
  const std::string file = house.file("reminder.svg");
  CHECK(house.run({"flow", "diagram", "appointment-reminder", "-o", file}).code == 0);
  std::ifstream drawn(file);
  const std::string svg{std::istreambuf_iterator<char>(drawn), {}};
  CHECK(svg.starts_with("<svg "));
  CHECK(contains(svg, "28 conversations go through 10 of 10 states and 35 of 35 transitions"));
  CHECK(house.run({"flow", "diagram", "appointment-reminder"}).out == svg);
  CHECK(contains(house.run({"flow", "diagram", "appointment-reminder", "--language", "es"}).out, ">contestan<"));
  CHECK(house.run({"flow", "diagram", "appointment-reminder", "--language", "fr"}).code == 2);
  const Ran nowhere = house.run({"flow", "diagram", "appointment-reminder", "-o", house.file("no/such/folder.svg")});
  CHECK(nowhere.code == 1);
  CHECK(contains(nowhere.err, "folder.svg cannot be written"));
}

TEST_CASE("a conversation that differs proves nothing in the drawing") {
  CommandHouse house;
  const std::string folder = changed_flow(house, "cancelled.xml", "is cancelled", "is called off");
  CHECK(contains(house.run({"flow", "diagram", folder}).out, "26 conversations go through 9 of 10 states"));
}

TEST_CASE("a flow may be named by any file of its folder") {
  CommandHouse house;
  const std::string folder = house.file("by-file");
  REQUIRE(house.run({"flow", "new", folder}).code == 0);
  CHECK(house.run({"flow", "check", folder + "/opening.xml"}).out == "by-file: 0 findings\n");
  CHECK(house.run({"flow", "check", folder + "/"}).out == "by-file: 0 findings\n");
}

TEST_CASE("a flow is published, listed, and the program's own is had again") {
  CommandHouse house;
  const std::string database = house.clinic();
  const std::string folder = changed_flow(house, "flow.toml", "asks first", "asks us first");
  CHECK(contains(house.run({"flow", "versions", "--database", database}).out, "No flow was published"));
  const Ran ran = house.run({"flow", "publish", folder, "--database", database, "--by", "Kim"});
  CHECK(ran.code == 0);
  CHECK(contains(ran.out, "changed is published as version "));
  CHECK(contains(house.run({"flow", "versions", "--database", database}).out, "live  by Kim"));
  CHECK(
      house.run({"rule", "add", "--database", database, "--channel", "call", "--before", "3h", "--content", "changed"})
          .code == 0);
  const Ran unknown =
      house.run({"rule", "add", "--database", database, "--channel", "call", "--before", "2h", "--content", "unknown"});
  CHECK(unknown.code == 1);
  CHECK(contains(unknown.err, "no flow 'unknown'"));
  CHECK(contains(house.run({"flow", "use", "changed", "shipped", "--database", database}).err,
                 "rule 2 calls by the flow 'changed': remove the rule first"));
  CHECK(house.run({"rule", "remove", "2", "--database", database}).code == 0);
  CHECK(house.run({"flow", "use", "changed", "shipped", "--database", database}).code == 0);
  CHECK(contains(house.run({"flow", "versions", "--database", database}).out, "older  by Kim"));
  CHECK(contains(house.run({"flow", "use", "changed", "ff", "--database", database}).err, "no version ff"));
}

TEST_CASE("a flow with findings is not published, and says which") {
  CommandHouse house;
  const std::string database = house.clinic();
  const std::string folder = changed_flow(house, "flow.toml", "machine = \"machine\"", "machine = \"machin\"");
  const Ran ran = house.run({"flow", "publish", folder, "--database", database});
  CHECK(ran.code == 1);
  CHECK(contains(ran.out, "which is no state"));
  CHECK(contains(ran.out, "is not published"));
  CHECK(contains(house.run({"flow", "versions", "--database", database}).out, "No flow was published"));
}
