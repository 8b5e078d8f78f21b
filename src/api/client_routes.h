// Routes whose answers have an ETag: one client, read and changed.
#pragma once

#include "api/call.h"
#include "http/seam.h"

namespace courtesy::api {

class Api;

void get_client(Api& api, Call call, http::Respond respond);
/// With `If-Match`: 412 `changed_meanwhile` where it is another version by now.
void put_client(Api& api, Call call, http::Respond respond);

}  // namespace courtesy::api
