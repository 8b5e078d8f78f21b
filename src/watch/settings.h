// What the watch looks for, how often, and whom it rings. Every period is a setting.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "store/backlog.h"

namespace courtesy {

/// A person who is paged. Outside production only where the allow list has the number or address.
struct Operator {
  std::string name;
  std::string phone;  ///< E.164; empty: no call and no text
  std::string email;  ///< empty: no email
};

struct PagerSettings {
  std::vector<Operator> operators;  ///< in the order in which they are rung; none: nobody is paged
  std::string from;                 ///< E.164, a number of the pager's own: its calls and texts, and where replies go
  std::string email_from;
  std::string email_domain = "localhost";  ///< ours, in Message-IDs
  std::string public_url;                  ///< where calls and links lead; no `/` at its end
  minutes set_every{15};                   ///< from the beginning of one set (call, text, email) to that of the next
  minutes step_after{2};                   ///< from one ring of a set to the next

  bool on() const { return !operators.empty(); }
};

struct WatchSettings {
  seconds every{60};                        ///< one unit
  seconds missed_after{150};                ///< a worker that has not got on for so long is missed
  minutes oldest_due_at_most = late_after;  ///< a due reminder that waits for longer is a page
  bool expects_probe = false;               ///< health is red without a test reminder that came through lately
  minutes probe_fresh_for{15};              ///< so lately
  minutes probe_page_after{20};             ///< red for so long it is a page as well
  PagerSettings pager;
  std::function<bool()> stop_flag{};  ///< true: a file says that nothing is sent, whether or not it is written yet
};

}  // namespace courtesy
