// Names that the parts of a simulated world share: where its phone network and its node are reached, the network's
// credentials, and its numbers that are no clinic's.
#pragma once

namespace courtesy::simulation {

inline constexpr const char* network_origin = "http://127.0.0.1:8800";
inline constexpr const char* our_origin = "http://127.0.0.1:8700";
inline constexpr const char* account_sid = "AC00000000000000000000000000000001";
inline constexpr const char* auth_token = "simulated";
inline constexpr const char* pager_number = "+16175550001";

}  // namespace courtesy::simulation
