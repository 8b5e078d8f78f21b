#include "phonenet/webhooks/call_log.h"

namespace courtesy::phonenet {
namespace {

constexpr std::size_t most_of_a_call = 500;
constexpr std::size_t most_body = 16 << 10;

}  // namespace

void CallLog::add(std::string_view call_sid, Exchanged exchanged) {
  if (!keeps_anything()) return;
  Call* call = calls_.find(call_sid);
  if (call == nullptr || call->forgotten || call->exchanged.size() >= most_of_a_call) return;
  if (call->exchanged.empty()) {
    logged_.push_back(call->sid);
    if (logged_.size() > kept_) {
      if (Call* oldest = calls_.find(logged_.front())) {
        oldest->exchanged.clear();
        oldest->forgotten = true;
      }
      logged_.pop_front();
    }
  }
  if (exchanged.body.size() > most_body) exchanged.body.resize(most_body);
  call->exchanged.push_back(std::move(exchanged));
}

}  // namespace courtesy::phonenet
