#include "simulation/node_loop.h"

namespace courtesy::simulation {

/// A timer whose task may have fired and be waiting for its paused process: called off, it does not run even then.
class NodeLoop::Pending final : public Timer {
 public:
  struct Slot {
    Task task;
  };
  Pending(VirtualTime& time, const std::shared_ptr<Core>& core, Uptime when, Task task)
      : slot_(std::make_shared<Slot>(Slot{std::move(task)})), real_(time.at(when, [core, weak = std::weak_ptr(slot_)] {
          run(core, [weak] {
            const auto slot = weak.lock();
            if (!slot || !slot->task) return;
            Task due = std::move(slot->task);
            due();
          });
        })) {}

 private:
  std::shared_ptr<Slot> slot_;
  std::unique_ptr<Timer> real_;
};

void NodeLoop::run(const std::shared_ptr<Core>& core, Task task) {
  if (core->dead) return;
  if (core->paused) {
    core->held.push_back(std::move(task));
  } else {
    task();
  }
}

void NodeLoop::post(Task task) {
  if (core_->dead) return;
  time_.post([core = core_, task = std::move(task)]() mutable { run(core, std::move(task)); });
}

std::unique_ptr<Timer> NodeLoop::at(Uptime when, Task task) {
  return std::make_unique<Pending>(time_, core_, when, std::move(task));
}

void NodeLoop::aside(Task heavy, Task done) {
  post([heavy = std::move(heavy), done = std::move(done)]() mutable {
    heavy();
    done();
  });
}

void NodeLoop::kill() { core_->dead = true; }

void NodeLoop::resume() {
  core_->paused = false;
  auto held = std::exchange(core_->held, {});
  for (Task& task : held) post(std::move(task));
}

}  // namespace courtesy::simulation
