#include "webhook/speak.h"

#include <fmt/format.h>

#include <vector>

#include "base/whole_number.h"
#include "flow/names.h"
#include "gateway/twilio/path.h"

namespace courtesy {
namespace {

void set_paths(flow::Facts& facts, const NextPaths& paths, const std::string& token) {
  for (const std::string_view path : flow::path_names) {
    facts.paths[std::string(path)] = twilio::hook_url(
        paths.public_url, {.channel = Channel::call, .token = token, .what = fmt::format("{}/{}", paths.step, path)});
  }
}

/// Gives the answers once more, with what became speakable by them.
class AskedOnce {
 public:
  explicit AskedOnce(const flow::Answering& answering) : answering_(answering) {}

  Result<std::string> ask(const flow::Question& question, flow::Facts& facts) {
    const std::string answer = TRY(answering_(question, facts));
    answers_.push_back({answer, facts});
    return answer;
  }

  Result<std::string> again(flow::Facts& facts) {
    INVARIANT(next_ < answers_.size());
    const Answered& answered = answers_[next_++];
    facts.spoken = answered.facts.spoken;
    facts.flags = answered.facts.flags;
    return answered.answer;
  }

 private:
  struct Answered {
    std::string answer;
    flow::Facts facts;
  };
  const flow::Answering& answering_;
  std::vector<Answered> answers_;
  std::size_t next_ = 0;
};

}  // namespace

Result<Spoken> speak(const Stepping& stepping, flow::Facts facts, const NextPaths& paths,
                     const flow::Answering& answering) {
  facts.fields = stepping.fields;
  AskedOnce asked(answering);
  set_paths(facts, paths, paths.token);
  flow::Step step = TRY(
      flow::settle(stepping.flow, TRY(stepping.next(facts)), facts,
                   [&](const flow::Question& question, flow::Facts& so_far) { return asked.ask(question, so_far); }));
  set_paths(facts, paths, paths.token_shown);
  const flow::Step kept =
      TRY(flow::settle(stepping.flow, TRY(stepping.next(facts)), facts,
                       [&](const flow::Question&, flow::Facts& so_far) { return asked.again(so_far); }));
  return Spoken{std::move(step), twiml::write(kept.document)};
}

Result<StepName> parse_step_name(std::string_view what, Hints hints) {
  const std::size_t slash = what.find('/');
  const Error unknown{ErrorCode::not_found, "no such step"};
  if (slash == std::string_view::npos || slash > 4) return unknown;
  const auto step = whole_number<std::int64_t>(what.substr(0, slash));
  const std::string_view path = what.substr(slash + 1);
  const bool hint = hints == Hints::taken && (path == "machine" || path == "person");
  if (!step || (!hint && !flow::is_one_of(flow::path_names, path))) return unknown;
  return StepName{*step, std::string(path)};
}

}  // namespace courtesy
