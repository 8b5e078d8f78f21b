// One step of a flow, as the caller hears it and as it is kept. For calls that we make and that come in.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "flow/flow.h"
#include "flow/questions.h"

namespace courtesy {

/// A flow that went on for so many steps is going round in circles.
inline constexpr std::int64_t most_steps = 60;

/// Where the answers to the next step go: URLs with the call's token, and the same with the secret's mark in the
/// secret's place.
struct NextPaths {
  std::string public_url;
  std::int64_t step;  ///< of the step that is about to be said
  std::string token;
  std::string token_shown;
};

/// A step on from where a call stands.
struct Stepping {
  const flow::Flow& flow;
  flow::Fields fields;  ///< what was keyed in so far
  std::function<Result<flow::Step>(const flow::Facts&)> next;
};

struct Spoken {
  flow::Step step;
  std::string document;  ///< the step's, as it is sent
  std::string kept;      ///< the same without the secret
};

/// `facts`: all but the paths of the next step.
Result<Spoken> speak(const Stepping& stepping, flow::Facts facts, const NextPaths& paths,
                     const flow::Answering& answering);

/// What a request says of the step that it answers: `3/keys`, `3/silence`, `3/played`, `3/recorded`, `3/dialled`.
struct StepName {
  std::int64_t step = 0;
  std::string path;  ///< one of flow::path_names; where hints are taken also `machine`, `person`
};
enum class Hints { refused, taken };
/// Errors: `not_found`.
Result<StepName> parse_step_name(std::string_view what, Hints hints = Hints::refused);

}  // namespace courtesy
