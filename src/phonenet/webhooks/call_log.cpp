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
  begin(*call);
  if (exchanged.body.size() > most_body) exchanged.body.resize(most_body);
  call->exchanged.push_back(std::move(exchanged));
}

void CallLog::follow(Call& call) {
  if (!keeps_anything() || call.forgotten || call.trace) return;
  begin(call);
  call.trace = std::make_shared<Trace>();
  if (call.url.empty()) call.trace->document({.at = call.created, .url = "", .text = call.document});
}

/// Where it is the first thing that is kept of that call.
void CallLog::begin(Call& call) {
  if (!call.exchanged.empty() || call.trace) return;
  logged_.push_back(call.sid);
  if (logged_.size() <= kept_) return;
  if (Call* oldest = calls_.find(logged_.front())) {
    oldest->exchanged.clear();
    oldest->trace.reset();
    oldest->forgotten = true;
  }
  logged_.pop_front();
}

}  // namespace courtesy::phonenet
