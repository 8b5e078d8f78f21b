#include "flow/voice_words.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "flow/builtin.h"
#include "flow/names.h"
#include "flow/sample_facts.h"
#include "flow/slots.h"
#include "flow/wording.h"

using namespace courtesy;
using namespace courtesy::flow;

namespace {

std::string slots(std::string_view text) {
  std::string all;
  for (const auto& word : voice_words_in(text)) all += (all.empty() ? "" : " ") + word.slot;
  return all;
}

/// Every slot of a state, and every word of a language but `without`.
std::map<std::string, std::string> recorded(const Flow& flow, std::string_view state, std::string_view without = {}) {
  std::map<std::string, std::string> prompts;
  for (const auto& part : parts_of(flow, state, "en", {}))
    if (!part.slot.empty()) prompts.emplace(std::string(state) + "/" + part.slot, "https://a.example/" + part.slot);
  for (const auto& word : voice_words("en"))
    if (word.slot != without) prompts.emplace(voice_key(word.slot), "https://a.example/word/" + word.slot);
  return prompts;
}

std::string menu_with(const Flow& flow, std::map<std::string, std::string> prompts) {
  Facts facts = sample_facts("en");
  facts.prompts = std::move(prompts);
  const Step way = flow.begin(facts).value();
  const Step opening = flow.next(way.position, {InputKind::answer, "ask_first"}, facts).value();
  return twiml::write(flow.next(opening.position, {InputKind::keys, "1"}, facts)->document);
}

}  // namespace

TEST_CASE("a date is its words, whatever stands between them; what is no word makes it none") {
  CHECK(slots("Thursday, November 26, at 2:30 PM.") == "thursday november n26 at n2 n30 pm");
  CHECK(slots("miércoles 26 de noviembre a las 2 y 05 de la tarde") ==
        "miercoles n26 de noviembre a las n2 y n05 de la tarde");
  CHECK(slots("6 1 7, 5 5 5").size() == 17);
  CHECK(slots("").empty());
  CHECK(slots("Smith & Sons").empty());
  CHECK(slots("12345 Elm").empty());
  CHECK(slots("O'Brien").empty());
  std::string long_text;
  for (std::size_t i = 0; i <= most_spliced; ++i) long_text += "a ";
  CHECK(slots(long_text).empty());
}

TEST_CASE("the set has every word of every date, and of every time at full five minutes, in both languages") {
  for (const std::string_view language : {"en", "es"}) {
    CAPTURE(language);
    const auto set = voice_words(language);
    CHECK(set.size() > 60);
    CHECK(set.size() < 120);
    for (const auto& word : set) CHECK(is_name(word.slot));
    const LocalTime first{std::chrono::local_days{std::chrono::year{2027} / 1 / 1}};
    for (int hour = 0; hour < 365 * 24; hour += 7) {
      for (const auto& word :
           voice_words_in(when_words(first + hours{hour} + minutes{hour % 12 * 5}, language, Medium::spoken))) {
        CAPTURE(word.slot);
        CHECK(std::any_of(set.begin(), set.end(), [&](const VoiceWord& one) { return one.slot == word.slot; }));
      }
    }
  }
  CHECK(voice_words("fr").empty());
  CHECK(is_voice_word("thursday", "en"));
  CHECK_FALSE(is_voice_word("thursday", "es"));
  CHECK_FALSE(is_voice_word("hello", "en"));
}

TEST_CASE("a date is played where all its words and all around it are recorded, and is else spoken whole") {
  const Flow flow = load_builtin("appointment-reminder").value();
  const std::string whole = menu_with(flow, recorded(flow, "menu"));
  CHECK(whole.find("<Say") == std::string::npos);
  CHECK(whole.find("<Play>https://a.example/visit</Play><Play>https://a.example/word/thursday</Play>"
                   "<Play>https://a.example/word/november</Play><Play>https://a.example/word/n26</Play>"
                   "<Play>https://a.example/word/at</Play><Play>https://a.example/word/n2</Play>"
                   "<Play>https://a.example/word/pm</Play><Play>https://a.example/keys</Play>") != std::string::npos);
  const std::string one_missing = menu_with(flow, recorded(flow, "menu", "n26"));
  CHECK(one_missing.find("Thursday, November 26, at 2 PM.</Say>") != std::string::npos);
  CHECK(one_missing.find("/word/") == std::string::npos);
  auto slot_missing = recorded(flow, "menu");
  slot_missing.erase("menu/keys");
  CHECK(menu_with(flow, slot_missing).find("/word/") == std::string::npos);
}
