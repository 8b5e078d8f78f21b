#include "flow/sample_facts.h"

#include <algorithm>

#include "flow/definition.h"
#include "flow/names.h"
#include "flow/wording.h"

namespace courtesy::flow {
namespace {

LocalTime sample_time() {
  using namespace std::chrono;
  return local_days{year{2026} / November / 26} + 14h;
}

void add_facts(const Flow& flow, const Definition& definition, Facts& facts) {
  for (const FactUse& use : definition.facts) {
    std::string words = use.name;
    std::replace(words.begin(), words.end(), '_', ' ');
    facts.spoken.emplace(std::string(fact_prefix) + use.name, words);
  }
  for (const State& state : definition.states) {
    const Definition* inner = state.run.empty() ? nullptr : flow.sub_flow(state.run);
    if (inner != nullptr) add_facts(flow, *inner, facts);
  }
}

}  // namespace

Facts sample_facts(const Flow& flow, std::string_view language) {
  Facts facts = sample_facts(language);
  add_facts(flow, flow.definition(), facts);
  return facts;
}

Facts sample_facts(std::string_view language) {
  const bool spanish = language == "es";
  Facts facts{.language = std::string(language)};
  const auto number = PhoneNumber::parse("+12125550123");
  INVARIANT(number.ok());
  facts.spoken = {
      {"business", "Maple Dental"},
      {"callback_number", number_words(*number, Medium::spoken, language)},
      {"client_first_name", "Ana"},
      {"code", code_words("41820573", Medium::spoken)},
      {"date", date_words(sample_time(), language, Medium::spoken)},
      {"page", "A reminder that is due has been waiting for 12 minutes."},
      {"place", spanish ? "calle Olmo 12" : "12 Elm Street"},
      {"time", time_words(sample_time(), language, Medium::spoken)},
      {"when", when_words(sample_time(), language, Medium::spoken)},
  };
  for (const std::string_view name : path_names) {
    facts.paths.emplace(name, "https://example.invalid/" + std::string(name));
  }
  facts.paths.emplace(recording_name, "https://example.invalid/recording.wav");
  facts.paths.emplace(business_phone, number->e164());
  return facts;
}

}  // namespace courtesy::flow
