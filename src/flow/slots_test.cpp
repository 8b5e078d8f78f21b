#include "flow/slots.h"

#include <doctest/doctest.h>

#include "base/bytes.h"
#include "flow/builtin.h"
#include "flow/definition.h"
#include "flow/sample_facts.h"
#include "flow/take.h"
#include "flow/test_flow.h"
#include "flow/test_sound.h"

using namespace courtesy;
using namespace courtesy::flow;

namespace {

std::string recording() { return make_take(pcm_wav(quiet(0.2) + tone(1, 0.3)), TakeRules::prompt())->wav; }

/// One that says its number in a slot, and runs nothing.
testing::Files with_slots() {
  auto files = testing::small_flow();
  files = testing::with(
      files, "menu.xml",
      "<Response>\n  <Gather action=\"{{keys}}\" numDigits=\"1\">\n    <Say slot=\"visit\">Your visit is on</Say>\n"
      "    <Say>{{when}}.</Say>\n    <Say slot=\"keys\">Press 1 to confirm, press 4 to hear it again.</Say>\n"
      "  </Gather>\n  <Redirect>{{silence}}</Redirect>\n</Response>\n");
  return files;
}

std::string menu_of(const Flow& flow, const std::map<std::string, std::string>& prompts) {
  Facts facts = sample_facts("en");
  facts.prompts = prompts;
  const Position opening = flow.begin(facts)->position;
  return twiml::write(flow.next(opening, {InputKind::keys, "1"}, facts)->document);
}

}  // namespace

TEST_CASE(
    "what is divided for a recording is one sentence where there is none, and is played in its place where there is") {
  const Flow flow = Flow::load("small", with_slots()).value();
  const std::string spoken = menu_of(flow, {});
  CHECK(spoken.find("<Say>Your visit is on Thursday, November 26, at 2 PM. Press 1 to confirm") != std::string::npos);
  const std::string half = menu_of(flow, {{"menu/visit", "https://a.example/audio/1.wav"}});
  CHECK(half.find("<Play>https://a.example/audio/1.wav</Play><Say>Thursday, November 26, at 2 PM. Press 1") !=
        std::string::npos);
  const std::string all =
      menu_of(flow, {{"menu/visit", "https://a.example/1.wav"}, {"menu/keys", "https://a.example/2.wav"}});
  CHECK(all.find("</Play><Say>Thursday, November 26, at 2 PM.</Say><Play>") != std::string::npos);
}

TEST_CASE("a state's parts are told in order, with what is the same in every call filled in") {
  const Flow flow = Flow::load("small", with_slots()).value();
  const auto parts = parts_of(flow, "menu", "en", {});
  REQUIRE(parts.size() == 3);
  CHECK(parts[0].slot == "visit");
  CHECK(parts[0].words == "Your visit is on");
  CHECK(parts[1].slot.empty());
  CHECK(parts[1].words == "{{when}}.");
  CHECK(parts_of(flow, "opening", "en", {{"business", "Maple Dental"}})[0].words.starts_with("This is Maple Dental."));
  CHECK(has_slot(flow, "menu", "keys", "en"));
  CHECK_FALSE(has_slot(flow, "menu", "keys", "es"));
  CHECK_FALSE(has_slot(flow, "menu", "", "en"));
  CHECK_FALSE(has_slot(flow, "opening", "keys", "en"));
  CHECK(parts_of(flow, "nowhere", "en", {}).empty());
}

TEST_CASE("a flow's own recordings are found by slot, and by what is in them") {
  auto files = with_slots();
  files.push_back({"menu/visit.wav", recording()});
  const Flow flow = Flow::load("small", files).value();
  const auto own = recordings_of(flow, "en");
  REQUIRE(own.contains("menu/visit"));
  CHECK(own.at("menu/visit").hash == hex(sha256(recording())));
  CHECK(recordings_of(flow, "fr").contains("menu/visit"));  // whoever speaks French hears its first
  CHECK(recordings_of(flow).contains(own.at("menu/visit").hash));
}

TEST_CASE("a flow that is run has prompts of its own, though its states be called like those of the one that runs it") {
  const Flow flow = load_builtin("callback-line").value();
  CHECK(flows_within(flow) == std::vector<std::string>{"identify"});
  Facts facts = sample_facts("en");
  facts.prompts = {{"identify/code/words", "https://a.example/right.wav"},
                   {"code/words", "https://a.example/wrong.wav"}};
  const Step code = flow.next(flow.begin(facts)->position, {InputKind::keys, "1"}, facts).value();
  CHECK(code.position.to_text().starts_with("code"));
  CHECK(twiml::write(code.document).find("<Play>https://a.example/right.wav</Play>") != std::string::npos);
}

TEST_CASE("every slot of the flows that come along is there in all of its languages") {
  for (const auto& name : builtin_flows()) {
    const Flow flow = load_builtin(name).value();
    for (const State& state : flow.definition().states) {
      const auto& languages = flow.definition().languages;
      const auto slots = [&](const std::string& language) {
        std::vector<std::string> all;
        for (const auto& part : parts_of(flow, state.name, language, {})) {
          if (!part.slot.empty()) all.push_back(part.slot);
        }
        return all;
      };
      for (const auto& language : languages) {
        CAPTURE(name);
        CAPTURE(state.name);
        CAPTURE(language);
        CHECK(slots(language) == slots(languages.front()));
      }
    }
  }
}
