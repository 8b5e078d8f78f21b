#include "flow/sample_facts.h"

#include "flow/names.h"
#include "flow/wording.h"

namespace courtesy::flow {
namespace {

LocalTime sample_time() {
  using namespace std::chrono;
  return local_days{year{2026} / November / 26} + 14h;
}

}  // namespace

Facts sample_facts(std::string_view language) {
  const bool spanish = language == "es";
  Facts facts{.language = std::string(language)};
  const auto number = PhoneNumber::parse("+12125550123");
  INVARIANT(number.ok());
  facts.spoken = {
      {"business", "Maple Dental"},
      {"callback_number", number_words(*number, Medium::spoken, language)},
      {"client_first_name", "Ana"},
      {"date", date_words(sample_time(), language, Medium::spoken)},
      {"page", "A reminder that is due has been waiting for 12 minutes."},
      {"place", spanish ? "calle Olmo 12" : "12 Elm Street"},
      {"time", time_words(sample_time(), language, Medium::spoken)},
      {"when", when_words(sample_time(), language, Medium::spoken)},
  };
  for (const std::string_view name : path_names)
    facts.paths.emplace(name, "https://example.invalid/" + std::string(name));
  return facts;
}

}  // namespace courtesy::flow
