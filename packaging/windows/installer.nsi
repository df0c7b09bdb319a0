; The installer for one Windows user, without administrator's rights. Made by packaging/windows_installers.py:
;   makensis -DPAYLOAD=folder -DOUTPUT=setup.exe -DVERSION=1.2.3 -DICON=ecocity.ico -DSIZE_KB=90000 -DEPITHET= installer.nsi
; /S installs and removes without a word. Workspaces are never touched, neither by an upgrade nor by a removal.

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
; Wide enough to see that the two programs are nearly the same file.
SetCompressorDictSize 64
SetDateSave off
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10

!define TITLE "EcoCity Desktop"
!define PUBLISHER "EcoCity Desktop developers"
!define WINDOW "EcoCity Desktop.exe"
!define TERMINAL "ecocity-desktop.exe"
!define KIND "EcoCity.Workspace"
!define REMOVAL "Software\Microsoft\Windows\CurrentVersion\Uninstall\EcoCityDesktop"

!include "MUI2.nsh"
!include "LogicLib.nsh"

Name "${TITLE}${EPITHET}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\${TITLE}"
InstallDirRegKey HKCU "${REMOVAL}" "InstallLocation"
BrandingText "${TITLE} ${VERSION}${EPITHET}"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES

!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "French"
!insertmacro MUI_LANGUAGE "SimpChinese"

LangString FileKind ${LANG_ENGLISH} "EcoCity file"
LangString FileKind ${LANG_FRENCH} "Fichier EcoCity"
LangString FileKind ${LANG_SIMPCHINESE} "EcoCity 工作文件"
LangString StillOpen ${LANG_ENGLISH} "EcoCity Desktop is still open. Close it, then choose Retry."
LangString StillOpen ${LANG_FRENCH} "EcoCity Desktop est encore ouvert. Fermez-le, puis choisissez Réessayer."
LangString StillOpen ${LANG_SIMPCHINESE} "EcoCity Desktop 仍在运行。请先关闭程序，然后选择“重试”。"
LangString AlsoSettings ${LANG_ENGLISH} "Also remove your settings and logs?$\r$\n$\r$\nYour workspaces and their backups stay where they are in either case."
LangString AlsoSettings ${LANG_FRENCH} "Supprimer aussi vos réglages et les journaux ?$\r$\n$\r$\nVos fichiers de travail et leurs sauvegardes restent en place dans tous les cas."
LangString AlsoSettings ${LANG_SIMPCHINESE} "是否同时删除您的设置和日志？$\r$\n$\r$\n无论如何选择，您的工作文件及其备份都会保留。"

VIProductVersion "${VERSION}.0"
!macro Details LANGUAGE DESCRIPTION
  VIAddVersionKey /LANG=${LANGUAGE} "ProductName" "${TITLE}"
  VIAddVersionKey /LANG=${LANGUAGE} "FileDescription" "${DESCRIPTION}"
  VIAddVersionKey /LANG=${LANGUAGE} "CompanyName" "${PUBLISHER}"
  VIAddVersionKey /LANG=${LANGUAGE} "LegalCopyright" "MIT"
  VIAddVersionKey /LANG=${LANGUAGE} "FileVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "ProductVersion" "${VERSION}${EPITHET}"
!macroend
!insertmacro Details ${LANG_ENGLISH} "Installer of EcoCity Desktop"
!insertmacro Details ${LANG_FRENCH} "Programme d’installation d’EcoCity Desktop"
!insertmacro Details ${LANG_SIMPCHINESE} "EcoCity Desktop 安装程序"

; Waits until none of the program's files is in use; without a word, gives up with code 2.
!macro WaitUntilClosed PREFIX
Function ${PREFIX}WaitUntilClosed
  again:
  ${If} ${FileExists} "$INSTDIR\${WINDOW}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${WINDOW}" a
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(StillOpen)" /SD IDCANCEL IDRETRY again
      SetErrorLevel 2
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
FunctionEnd
!macroend
!insertmacro WaitUntilClosed ""
!insertmacro WaitUntilClosed "un."

Section
  Call WaitUntilClosed
  SetOutPath "$INSTDIR"
  ; A file that the new version no longer has must not stay behind.
  ${If} ${FileExists} "$INSTDIR\${TERMINAL}"
    RMDir /r "$INSTDIR\_internal"
  ${EndIf}
  ; The two programs first, next to each other: the second then takes no room in the installer.
  File "${PAYLOAD}/*.exe"
  File /r /x "*.exe" "${PAYLOAD}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\${WINDOW}"

  WriteRegStr HKCU "${REMOVAL}" "DisplayName" "${TITLE}${EPITHET}"
  WriteRegStr HKCU "${REMOVAL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${REMOVAL}" "DisplayIcon" "$INSTDIR\${WINDOW}"
  WriteRegStr HKCU "${REMOVAL}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKCU "${REMOVAL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${REMOVAL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${REMOVAL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${REMOVAL}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${REMOVAL}" "NoModify" 1
  WriteRegDWORD HKCU "${REMOVAL}" "NoRepair" 1

  WriteRegStr HKCU "Software\Classes\.ecocity" "" "${KIND}"
  WriteRegStr HKCU "Software\Classes\.ecocity\OpenWithProgids" "${KIND}" ""
  WriteRegStr HKCU "Software\Classes\${KIND}" "" "$(FileKind)"
  WriteRegStr HKCU "Software\Classes\${KIND}\DefaultIcon" "" "$INSTDIR\${WINDOW},0"
  WriteRegStr HKCU "Software\Classes\${KIND}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
  WriteRegStr HKCU "Software\Microsoft\Windows\CurrentVersion\App Paths\${TERMINAL}" "" "$INSTDIR\${TERMINAL}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  Call un.WaitUntilClosed
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${WINDOW}"
  Delete "$INSTDIR\${TERMINAL}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  DeleteRegKey HKCU "${REMOVAL}"
  DeleteRegKey HKCU "Software\Classes\${KIND}"
  DeleteRegValue HKCU "Software\Classes\.ecocity\OpenWithProgids" "${KIND}"
  ReadRegStr $0 HKCU "Software\Classes\.ecocity" ""
  ${If} $0 == "${KIND}"
    DeleteRegKey HKCU "Software\Classes\.ecocity"
  ${EndIf}
  DeleteRegKey HKCU "Software\Microsoft\Windows\CurrentVersion\App Paths\${TERMINAL}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

  ; Kept unless the user says otherwise; when removed without a word, kept.
  MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(AlsoSettings)" /SD IDNO IDNO done
  Delete "$LOCALAPPDATA\${TITLE}\settings.json"
  RMDir /r "$LOCALAPPDATA\${TITLE}\Logs"
  RMDir "$LOCALAPPDATA\${TITLE}"
  done:
SectionEnd
