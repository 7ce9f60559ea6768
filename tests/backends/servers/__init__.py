"""Loopback servers, each one vendor's protocol as its documents and SDKs have it, written without a look at our clients."""

from servers.dashscope import DashScope
from servers.fal import Fal
from servers.google import Omni, Vertex
from servers.kling import Kling
from servers.ltx import Ltx
from servers.luma import Luma, LumaLegacy
from servers.minimax import MiniMax
from servers.openai import OpenAIVideos
from servers.replicate import Replicate
from servers.runway import Runway
from servers.seedance import Seedance

SERVERS = {
    server.name: server
    for server in (
        DashScope,
        Fal,
        Kling,
        Ltx,
        Luma,
        LumaLegacy,
        MiniMax,
        Omni,
        OpenAIVideos,
        Replicate,
        Runway,
        Seedance,
        Vertex,
    )
}
