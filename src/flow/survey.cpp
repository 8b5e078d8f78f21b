#include "flow/survey.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "flow/walker.h"

namespace courtesy::flow {
namespace {

struct Count {
  std::uint64_t walks = 0;
  std::uint64_t machines = 0;

  void add(const Count& more, bool by_key) {
    walks = std::min(walks + more.walks, most_counted);
    if (!by_key) machines = std::min(machines + more.machines, most_counted);
  }
};

class Surveyor {
 public:
  Surveyor(const Flow& flow, const Facts& facts, std::size_t most) : flow_(flow), facts_(facts), most_(most) {}

  Result<Survey> run() {
    const Step first = TRY(flow_.begin(facts_));
    cover(std::array{Walk{turn_of({InputKind::answered, ""}, first)}});
    const Count all = TRY(count_from(first));
    return Survey{.covered = std::move(covered_), .walks = all.walks, .machines = all.machines};
  }

 private:
  Result<Count> count_from(const Step& step) {
    if (step.ends) return Count{1, 1};
    const std::string standing = Standing{step.position, step.fields}.to_text();
    if (const auto known = counts_.find(standing); known != counts_.end()) return known->second;
    if (counts_.size() == most_) {
      return Error{ErrorCode::full, fmt::format("a call of flow {} can stand in more than {} ways: give its states "
                                                "fewer tries or repeats",
                                                flow_.name(), most_)};
    }
    counts_.emplace(standing, Count{});  // a way that came back here would have no end
    Count all;
    const Turn before = turn_of({InputKind::answered, ""}, step);
    for (const Choice& choice : TRY(choices_of(flow_, step, facts_))) {
      cover(std::array{Walk{before, turn_of(choice.input, choice.step)}});
      all.add(TRY(count_from(choice.step)), choice.input.kind == InputKind::keys);
    }
    counts_[standing] = all;
    return all;
  }

  void cover(std::span<const Walk> walks) {
    Coverage part = flow::covered(walks);
    covered_.states.merge(part.states);
    covered_.inputs.merge(part.inputs);
    covered_.ways.merge(part.ways);
  }

  const Flow& flow_;
  const Facts& facts_;
  std::size_t most_;
  Coverage covered_;
  std::unordered_map<std::string, Count> counts_;  // by where the call stands
};

}  // namespace

Result<Survey> survey(const Flow& flow, const Facts& facts, std::size_t most) {
  return Surveyor(flow, facts, most).run();
}

}  // namespace courtesy::flow
