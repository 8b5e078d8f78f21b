// The table of routes, an area a file.
#pragma once

#include "api/route.h"

namespace courtesy::api {

std::span<const Route> people_routes();
std::span<const Route> appointments_routes();
std::span<const Route> record_routes();
std::span<const Route> safety_routes();
std::span<const Route> reminders_routes();
std::span<const Route> flows_routes();
std::span<const Route> incoming_routes();
std::span<const Route> installation_routes();
std::span<const Route> operator_routes();

}  // namespace courtesy::api
