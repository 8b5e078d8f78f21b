#include "flow/versions.h"

#include "flow/archive.h"

namespace courtesy::flow {

Result<Flow> Versions::get(const std::string& hash, const std::function<Result<std::string>()>& archived) {
  const auto before = loaded_.load();
  if (const auto found = before->find(hash); found != before->end()) return found->second;
  Flow flow = TRY(load_archived(TRY(archived())));
  if (flow.hash() != hash) return invalid("a kept flow is not the version that it is kept as");
  // Two threads may load at once: one of the two is forgotten, and loaded again when it is asked for.
  auto after = std::make_shared<Loaded>(before->size() < most ? *before : Loaded{});
  after->emplace(hash, flow);
  loaded_.store(std::move(after));
  return flow;
}

}  // namespace courtesy::flow
