#include "simulation/networked.h"

#include "simulation/names.h"

namespace courtesy::simulation {

NodeSettings networked(NodeSettings settings) {
  settings.twilio.base_url = network_origin;
  settings.twilio.account_sid = account_sid;
  settings.twilio.auth_token = Secret<std::string>(auth_token);
  settings.twilio.public_url = our_origin;
  settings.smtp = smtp::Settings{.domain = "courtesy.example",
                                 .public_url = our_origin,
                                 .link_keys = {Secret<std::string>("a simulated key of a link")},
                                 .unsubscribe_mailbox = {}};
  return settings;
}

}  // namespace courtesy::simulation
