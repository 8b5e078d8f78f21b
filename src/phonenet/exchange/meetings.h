// Where calls meet: queues, and conferences. Who is in them, in order; the lines themselves do the rest.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/instant.h"

namespace courtesy::phonenet {

class Line;

struct CallQueue {
  std::string sid;
  std::deque<std::weak_ptr<Line>> callers;  ///< the one that waits longest first
  std::deque<std::weak_ptr<Line>> agents;   ///< those who dialled it and found nobody
  std::int64_t served = 0;
  std::int64_t seconds_waited = 0;  ///< by those

  std::int64_t average_wait() const { return served == 0 ? 0 : seconds_waited / served; }
};

struct Conference {
  std::string sid;
  std::string name;
  std::string told, told_method, told_events;  ///< as the first to join has it: words with spaces around each
  int sequence = 0;                            ///< of the next event
  std::vector<std::weak_ptr<Line>> in;
  bool started = false;
};

/// By name. A queue stays; a conference is gone when nobody is in it any more.
struct Meetings {
  std::map<std::string, CallQueue, std::less<>> queues;
  std::map<std::string, Conference, std::less<>> conferences;
};

}  // namespace courtesy::phonenet
