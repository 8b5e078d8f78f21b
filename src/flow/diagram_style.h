// The colours and strokes of a diagram.
#pragma once

#include <string_view>

namespace courtesy::flow {

/// On a dark screen the same things in dark; whoever reads no media queries gets the light ones.
inline constexpr std::string_view diagram_style = R"(
text { font-family: Inter, "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif; fill: #1c2733; }
.ground { fill: #f7f5f0; }
.card { fill: #ffffff; stroke: #c5cbd3; stroke-width: 1.2; }
.shade { fill: #1c2733; opacity: .07; }
.machine .card { stroke: #c77a0a; stroke-width: 2; }
.machine .head { fill: #fdf0d8; }
.head { fill: #eef1f5; }
.ending .head { fill: #e3f1ee; }
.unproven .card { stroke: #cc2936; stroke-width: 2.2; stroke-dasharray: 7 4; fill: #fff3f3; }
.unproven .head { fill: #fbdcdc; }
.muted { fill: #5d6b7a; }
.said { fill: #38465a; }
.rule { stroke: #e4e8ed; stroke-width: 1; fill: none; }
.edge { stroke: #8592a3; stroke-width: 1.6; fill: none; }
.edge.machine { stroke: #c77a0a; stroke-width: 2.6; }
.edge.unproven { stroke: #cc2936; stroke-width: 1.8; stroke-dasharray: 6 4; }
.tip { fill: #8592a3; }
.tip-machine { fill: #c77a0a; }
.tip-unproven { fill: #cc2936; }
.cap-side { fill: #aeb7c2; }
.cap { fill: #ffffff; stroke: #8592a3; stroke-width: 1.2; }
.pill { fill: #eef1f5; stroke: #b4bdc8; stroke-width: 1; }
.pill-text { fill: #46546a; }
.red.cap, .red.pill { fill: #fff3f3; stroke: #cc2936; }
.red.cap-side { fill: #e9a3a8; }
.red.cap-text, .red.pill-text { fill: #b3202c; }
.tag-machine { fill: #c77a0a; }
.tag-unproven { fill: #cc2936; }
.tag-text { fill: #ffffff; }
.sign { fill: #f7f5f0; stroke: #8592a3; stroke-width: 1.6; }
.sign-in { fill: #8592a3; }
.edge.busy1 { stroke-width: 2.6; }
.edge.busy2 { stroke-width: 4; }
.edge.busy3 { stroke-width: 5.5; }
.edge.idle { opacity: .45; }
.count { fill: #1f5fa8; }
.tag-calls { fill: #46546a; }
.tag-now { fill: #1f5fa8; }
.start { fill: #1c2733; }
.start-text { fill: #ffffff; }
@media (prefers-color-scheme: dark) {
text { fill: #e8ecf1; }
.ground { fill: #12171d; }
.card { fill: #1d242d; stroke: #46525f; }
.shade { fill: #000000; opacity: .3; }
.machine .card, .edge.machine { stroke: #f0a63a; }
.machine .head { fill: #47351a; }
.head { fill: #29323d; }
.ending .head { fill: #1f3b37; }
.unproven .card { stroke: #ff6b75; fill: #2f1d21; }
.unproven .head { fill: #4d262b; }
.muted { fill: #9fadbd; }
.said { fill: #c9d2dd; }
.rule { stroke: #333e4a; }
.edge { stroke: #8a98a9; }
.edge.unproven { stroke: #ff6b75; }
.tip { fill: #8a98a9; }
.tip-machine { fill: #f0a63a; }
.tip-unproven { fill: #ff6b75; }
.cap-side { fill: #57636f; }
.cap { fill: #2a333e; stroke: #8a98a9; }
.pill { fill: #29323d; stroke: #57636f; }
.pill-text { fill: #c9d2dd; }
.red.cap, .red.pill { fill: #3a2024; stroke: #ff6b75; }
.red.cap-side { fill: #8f3b43; }
.red.cap-text, .red.pill-text { fill: #ff9aa1; }
.tag-machine { fill: #f0a63a; }
.tag-unproven { fill: #ff6b75; }
.tag-text { fill: #12171d; }
.sign { fill: #12171d; stroke: #8a98a9; }
.sign-in { fill: #8a98a9; }
.count { fill: #7db4f2; }
.tag-calls { fill: #9fadbd; }
.tag-now { fill: #7db4f2; }
.start { fill: #e8ecf1; }
.start-text { fill: #12171d; }
}
)";

}  // namespace courtesy::flow
