// courtesy_bench FOLDER [NAME...]
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstdio>

#include "benches.h"

using namespace courtesy::bench;

namespace {

struct Bench {
  std::string name;
  Faults (*run)(const std::string& folder);
};
const std::vector<Bench> benches{{"dispatch", dispatch}, {"look", look},     {"day", day},      {"report", report},
                                 {"webhook", webhook},   {"phones", phones}, {"pacing", pacing}};

int run(const Bench& bench, const std::string& folder) {
  fmt::print("{}\n", bench.name);
  const Faults faults = bench.run(folder);
  for (const auto& fault : faults) fmt::print(stderr, "{}: {}\n", bench.name, fault);
  return faults.empty() ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) return fmt::print(stderr, "courtesy_bench FOLDER [NAME...]\n"), 2;
  const std::vector<std::string> names(words + 2, words + count);
  for (const auto& name : names) {
    const bool known = std::any_of(benches.begin(), benches.end(), [&](const Bench& one) { return one.name == name; });
    if (!known)
      return fmt::print(stderr, "no bench '{}'; there are dispatch, look, day, report, webhook, phones and pacing\n",
                        name),
             2;
  }
  fmt::print("gcc {}, optimised as in the dev tree, SQLite {}, one thread\n", __VERSION__, sqlite3_libversion());
  int faults = 0;
  for (const auto& bench : benches) {
    if (names.empty() || std::find(names.begin(), names.end(), bench.name) != names.end())
      faults += run(bench, words[1]);
  }
  return faults == 0 ? 0 : 1;
}
