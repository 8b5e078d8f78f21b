#include "api/hasher.h"

namespace courtesy::api {

bool Hasher::run(Task heavy, Task done) {
  if (running_ < at_once) {
    start({std::move(heavy), std::move(done)});
    return true;
  }
  if (jobs_.size() >= waiting) return false;
  jobs_.push_back({std::move(heavy), std::move(done)});
  return true;
}

void Hasher::start(Job job) {
  ++running_;
  loop_.aside(std::move(job.heavy), [this, done = std::move(job.done), alive = std::weak_ptr<bool>(alive_)]() mutable {
    if (alive.expired()) return;
    --running_;
    if (!jobs_.empty()) {
      Job next = std::move(jobs_.front());
      jobs_.pop_front();
      start(std::move(next));
    }
    done();
  });
}

}  // namespace courtesy::api
