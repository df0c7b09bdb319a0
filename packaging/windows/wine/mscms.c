/* Stand-in for Wine 8's colour profiles, which lack one function that Qt asks for: there are no profiles. Never shipped. */
#include <windows.h>
#include <icm.h>

__declspec(dllexport) HPROFILE WINAPI OpenColorProfileW(PPROFILE profile, DWORD access, DWORD share, DWORD creation)
{
    return 0;
}

__declspec(dllexport) HPROFILE WINAPI WcsCreateIccProfile(HPROFILE profile, DWORD options)
{
    return 0;
}

__declspec(dllexport) BOOL WINAPI GetColorProfileFromHandle(HPROFILE profile, PBYTE bytes, PDWORD size)
{
    return FALSE;
}

__declspec(dllexport) BOOL WINAPI CloseColorProfile(HPROFILE profile)
{
    return TRUE;
}
