#include "webhook/speak.h"

#include <fmt/format.h>

#include "base/whole_number.h"
#include "flow/names.h"
#include "gateway/twilio/path.h"

namespace courtesy {
namespace {

void set_paths(flow::Facts& facts, const NextPaths& paths) {
  // The names stand in for one another: what is right of one URL is right of all.
  std::string url = twilio::hook_url(
      paths.public_url,
      {.channel = Channel::call, .token = paths.token, .what = fmt::format("{}/{}", paths.step, flow::path_names[0])});
  url.resize(url.size() - flow::path_names[0].size());
  for (const std::string_view path : flow::path_names) facts.paths[std::string(path)] = url + std::string(path);
}

/// The token stands in the document's URLs alone, where nothing of it has to be escaped.
std::string with_mark(std::string document, const NextPaths& paths) {
  for (auto at = document.find(paths.token); at != std::string::npos;
       at = document.find(paths.token, at + paths.token_shown.size()))
    document.replace(at, paths.token.size(), paths.token_shown);
  return document;
}

}  // namespace

Result<Spoken> speak(const Stepping& stepping, flow::Facts facts, const NextPaths& paths,
                     const flow::Answering& answering) {
  facts.fields = stepping.fields;
  set_paths(facts, paths);
  flow::Step step = TRY(flow::settle(stepping.flow, TRY(stepping.next(facts)), facts, answering));
  std::string document = twiml::write(step.document);
  std::string kept = with_mark(document, paths);
  return Spoken{std::move(step), std::move(document), std::move(kept)};
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
