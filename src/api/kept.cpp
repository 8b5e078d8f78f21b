#include "api/kept.h"

#include "api/answer.h"

namespace courtesy::api {

http::Response not_kept() {
  return problem(503, "unavailable", "It may not be written",
                 "The store did not say that it kept this. Look whether it is there before trying again.");
}

std::optional<http::Response> failure_of(const WriteEnding& ending) {
  if (!ending.work) return problem(ending.work.error());
  if (ending.commit != CommitEnding::committed) return not_kept();
  return std::nullopt;
}

}  // namespace courtesy::api
