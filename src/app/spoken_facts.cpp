#include "app/spoken_facts.h"

#include <fmt/format.h>

#include <algorithm>

#include "flow/definition.h"
#include "flow/names.h"
#include "flow/sample_facts.h"

namespace courtesy::app {
namespace {

struct Fact {
  std::string name;
  std::string value;
};

Result<Fact> fact_of(const std::string& written) {
  const auto equals = written.find('=');
  if (equals == std::string::npos) return invalid(fmt::format("--fact {}: write NAME=VALUE", written));
  Fact fact{written.substr(0, equals), written.substr(equals + 1)};
  const bool pushed = !flow::name_behind(flow::fact_prefix, fact.name).empty();
  if (pushed || flow::is_one_of(flow::spoken_names, fact.name)) return fact;
  return invalid(fmt::format("--fact {}: there is no fact \"{}\": there are {} and fact.NAME", written, fact.name,
                             flow::comma_list(flow::spoken_names)));
}

}  // namespace

Result<void> checked_facts(const std::vector<std::string>& written) {
  for (const std::string& one : written) {
    if (auto fact = fact_of(one); !fact) return fact.error();
  }
  return {};
}

Result<flow::Facts> facts_from(const flow::Flow& flow, const std::string& language,
                               const std::vector<std::string>& written) {
  flow::Facts facts = flow::sample_facts(flow, language);
  for (const std::string& one : written) {
    Fact fact = TRY(fact_of(one));
    facts.spoken[fact.name] = std::move(fact.value);
  }
  return facts;
}

Result<std::vector<std::string>> languages_of(const flow::Flow& flow, const std::string& asked) {
  const auto& languages = flow.definition().languages;
  if (asked.empty()) return languages;
  if (std::find(languages.begin(), languages.end(), asked) != languages.end()) return std::vector{asked};
  return invalid(
      fmt::format("--lang {}: {} does not speak it: it has {}", asked, flow.name(), flow::comma_list(languages)));
}

}  // namespace courtesy::app
